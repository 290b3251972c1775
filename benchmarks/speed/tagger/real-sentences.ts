/**
 * Sentences of a data set at hand, for those who have one.
 *
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { tagsToSpans } from "#text/scheme/read-tags.js";
import { spansToBioes } from "#text/scheme/tag-scheme.js";
import type { LabelledSentence, LabelledSet } from "./corpus.js";

/** Reads `train` and `dev` of a folder: token, TAB, BIO tag; a blank line between sentences. */
export async function readSentences(folder: string): Promise<LabelledSet> {
  const [train, dev] = [await readSplit(folder, "train"), await readSplit(folder, "dev")];
  const types = new Set(
    train.flatMap(({ labels }) => labels.filter((label) => label !== "O").map((l) => l.slice(2))),
  );
  return { source: path.basename(folder), types: [...types].sort(), train, dev };
}

async function readSplit(folder: string, split: string): Promise<LabelledSentence[]> {
  const files = await readdir(folder);
  const file = [`${split}.conll`, `${split}.conll.gz`].find((name) => files.includes(name));
  if (!file) throw new Error(`Expected ${split}.conll or ${split}.conll.gz in ${folder}`);
  const bytes = await readFile(path.join(folder, file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split(/\r?\n\s*\r?\n/)
    .map((block) => block.split(/\r?\n/).filter((line) => line.trim() !== ""))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const columns = lines.map((line) => line.split("\t"));
      const tags = columns.map((row) => row.at(-1) as string);
      return {
        words: columns.map(([word]) => word),
        labels: spansToBioes(tagsToSpans(tags), tags.length),
      };
    });
}
