/**
 * Taggers for TensorFlow.js: the model gives emissions; features, CRF and decoder go with it.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { browserModules, registerExporter } from "@mltl/core";
import { encodeSentences } from "../features/encode-sentences.js";
import { GAZETTEER_FILE } from "../features/gazetteer-files.js";
import { VECTOR_FILES } from "../features/vector-files.js";
import type { TaggerNetwork } from "../network/tagger.js";
import { TAG_TASK, wordFeatures } from "./tagger-model.js";

const BROWSER_MODULE = new URL("../../browser/tagger.js", import.meta.url);
const MODULES = [
  "../features/affixes.js",
  "../features/casing.js",
  "../features/encode-characters.js",
  "../features/encode-sentences.js",
  "../features/gazetteer-lists.js",
  "../features/vector-rows.js",
  "../features/vocabulary.js",
  "../features/word-vectors.js",
  "../rules/canonical-phrase.js",
  "../rules/merge-spans.js",
  "../rules/phrase-table.js",
  "../scheme/tag-scheme.js",
  "./decode-sentence.js",
].map((module) => new URL(module, import.meta.url));

const EXAMPLE = ["Ada Lovelace lived in London .", "Hello , Dr . Smith of ACME-3 !"];

registerExporter(TAG_TASK, async (artifact, folder) => {
  const { network } = artifact;
  const { tags, reading, scores } = network as TaggerNetwork;
  const features = await wordFeatures(artifact, folder);
  const sentences = EXAMPLE.map((sentence) => sentence.split(" "));
  const { feeds } = encodeSentences(sentences, features);
  const names = Object.keys(network.inputs);
  const { start, transitions, end } = scores(({ values }) => values);
  const decoding = { start: [...start], transitions: [...transitions], end: [...end] };
  const files = new Map<string, string | Uint8Array>([
    ["tagger.js", await readFile(BROWSER_MODULE, "utf8")],
    ["tagger.json", JSON.stringify({ tags, scores: decoding, reading })],
    ...(await browserModules(MODULES, "mltl")),
  ]);
  if (features.vocabulary) {
    files.set("vocabulary.json", JSON.stringify(features.vocabulary.words));
  }
  const kept = [
    ...(features.vectors ? Object.values(VECTOR_FILES) : []),
    ...(features.gazetteers ? [GAZETTEER_FILE] : []),
  ];
  for (const name of kept) files.set(name, await readFile(path.join(folder, name)));
  return {
    prediction: network,
    output: "emissions",
    example: Object.fromEntries(names.map((name) => [name, feeds[name]])),
    files,
  };
});
