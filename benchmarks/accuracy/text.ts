/**
 * The English tagger on the test splits at hand.
 *
 * @module
 */
import { dataRoot, findDataManifest, hasData, spanScores } from "@mltl/core";
import { loadModel } from "@mltl/text";
import { openTagged } from "#text/data/open-tagged.js";
import type { AccuracyRow } from "./benchmark.js";

const BATCH = 64;

/** Each set's types that the tagger knows, by the set's own names. */
const SETS: [name: string, title: string, types: Record<string, string>, note: string][] = [
  [
    "btc",
    "Broad Twitter Corpus test",
    { PER: "PER", LOC: "LOC", ORG: "ORG" },
    "trained on its train split",
  ],
  [
    "uner-en-ewt",
    "UNER English-EWT test",
    { PER: "PER", LOC: "LOC", ORG: "ORG" },
    "trained on its train split",
  ],
  [
    "wnut17",
    "WNUT-17 test",
    { person: "PER", location: "LOC", corporation: "ORG", group: "ORG" },
    "its six types read as three; trained on its train split",
  ],
  [
    "conll2003-en",
    "CoNLL-2003 English test",
    { PER: "PER", LOC: "LOC", ORG: "ORG" },
    "without MISC; never trained on",
  ],
];

/** Strict span F1 on every set that is there, of the types that the set marks. */
export async function scoreTaggers(): Promise<AccuracyRow[]> {
  const model = await loadModel();
  const rows: AccuracyRow[] = [];
  for (const [name, on, types, note] of SETS) {
    const manifest = await findDataManifest(name);
    if (!hasData(dataRoot(), manifest)) {
      process.stderr.write(`${name} is not here: left out\n`);
      continue;
    }
    const data = await openTagged(name, { dataRoot: dataRoot(), types });
    const { sentences } = await data.read("test");
    const scored = new Set(Object.values(types));
    const predicted = [];
    for (let from = 0; from < sentences.length; from += BATCH) {
      const words = sentences.slice(from, from + BATCH).map((sentence) => sentence.words);
      for (const spans of model.predict(words)) {
        predicted.push(spans.filter(({ type }) => scored.has(type)));
      }
    }
    const { all } = spanScores(
      sentences.map(({ spans }) => spans),
      predicted,
    );
    rows.push({ model: "mltl en", on, metric: "strict span F1", value: all.f1, note });
  }
  return rows;
}
