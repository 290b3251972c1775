/**
 * Tagged sentences at a path: which files, and which split each is.
 *
 * @module
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { dataSetHash, MltlError, sha256OfFile } from "@mltl/core";
import { type ReadTaggedOptions, readTaggedFile } from "./read-tagged-file.js";
import {
  ALL,
  type AnnotatedSentence,
  type TaggedProblem,
  type TaggedSentences,
} from "./tagged-set.js";

/** What is at a path. */
export interface TaggedPath {
  /** By split. */
  readonly sets: ReadonlyMap<string, TaggedSentences>;
  readonly problems: readonly TaggedProblem[];
  /** Over the files that were read. */
  readonly sha256: string;
}

const SPLITS: readonly (readonly [string, RegExp])[] = [
  ["train", /(^|[^a-z])(train|training)([^a-z]|$)/i],
  ["dev", /(^|[^a-z])(dev|devel|development|valid|val|validation|testa)([^a-z]|$)/i],
  ["test", /(^|[^a-z])(test|testing|testb|eval)([^a-z]|$)/i],
];

/** Files of annotations; a text beside its `.ann` file is that one's. */
const ANNOTATED =
  /\.(conll|conllu|conllup|bio|iob|iob2|tsv|csv|jsonl|ndjson|json|ann|txt|train|testa|testb|dev|test)(\.gz)?$/i;

/**
 * Reads every file.
 *
 * @throws MltlError `E_BAD_DATA` naming file and line
 */
export async function openTaggedPath(
  place: string,
  options: ReadTaggedOptions,
): Promise<TaggedPath> {
  const files = await filesAt(place);
  const sets = new Map<string, TaggedSentences>();
  const problems: TaggedProblem[] = [];
  for (const split of [...SPLITS.map(([name]) => name), ALL]) {
    const parts: TaggedSentences[] = [];
    for (const { file } of files.filter((one) => one.split === split)) {
      const { problems: found, ...set } = await readTaggedFile(file, options);
      problems.push(...found);
      parts.push(set);
    }
    if (parts.length > 0) sets.set(split, parts.length === 1 ? parts[0] : joined(parts));
  }
  return { sets, problems, sha256: await hashOf(place, files) };
}

interface SplitFile {
  readonly file: string;
  readonly split: string;
}

async function filesAt(place: string): Promise<SplitFile[]> {
  if (!(await stat(place)).isDirectory()) return [{ file: place, split: ALL }];
  const names = (await readdir(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && ANNOTATED.test(entry.name))
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)))
    .sort();
  const annotated = names.filter((name) => !isTextBeside(name, names));
  const named = annotated.flatMap((name) => {
    const split = splitOf(name);
    return split === undefined ? [] : { file: path.join(place, name), split };
  });
  if (named.some(({ split }) => split === "train" || split === "test")) return named;
  if (annotated.length > 0) {
    return annotated.map((name) => ({ file: path.join(place, name), split: ALL }));
  }
  throw new MltlError(
    "E_BAD_DATA",
    `Expected files of tagged sentences in ${place}, received none`,
    {
      hint: "Such as train.conll, dev.conll and test.conll; names end in .conll, .conllu, .jsonl, .csv, .ann, ...",
    },
  );
}

/** By the file's own name, else by the folder it is in. */
function splitOf(name: string): string | undefined {
  const { dir, base } = path.parse(name);
  for (const part of [base, ...dir.split(path.sep).reverse()]) {
    const found = SPLITS.find(([, pattern]) => pattern.test(part));
    if (found) return found[0];
  }
  return undefined;
}

/** Whether it is the text of a standoff file, or says where documents begin. */
function isTextBeside(name: string, names: readonly string[]): boolean {
  if (!/\.txt$/i.test(name)) return false;
  return name.endsWith(".docs.txt") || names.includes(name.replace(/\.txt$/i, ".ann"));
}

/** Several files as one: each is a document at least. */
function joined(parts: readonly TaggedSentences[]): TaggedSentences {
  const sentences: AnnotatedSentence[] = [];
  const documents: number[] = [];
  for (const part of parts) {
    documents.push(...(part.documents ?? [0]).map((start) => sentences.length + start));
    sentences.push(...part.sentences);
  }
  return { sentences, documents };
}

async function hashOf(place: string, files: readonly SplitFile[]): Promise<string> {
  const hashes: Record<string, string> = {};
  for (const { file } of files) {
    hashes[path.relative(path.dirname(place), file)] = await sha256OfFile(file);
  }
  return dataSetHash({ files: hashes });
}
