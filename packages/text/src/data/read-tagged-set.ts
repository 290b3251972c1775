/**
 * Splits of the data sets that manifests describe.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type DataManifest, MltlError, randomStream } from "@mltl/core";
import { readConllSentences } from "../formats/conll-sentences.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { chooseSentences, documentOfEach } from "./split-tagged.js";
import type { AnnotatedSentence, TaggedSentences } from "./tagged-set.js";

const CONLL = /\.conll(\.gz)?$/;

/** Share of the documents that become dev where a split is cut. */
const DEV_SHARE = 0.15;

/** Splits that can be read: where one is to be cut, train and dev stand for it. */
export function splitsOf(manifest: DataManifest): string[] {
  const own = [...filesOf(manifest).keys()].filter((split) => split !== manifest.cut);
  const cut = manifest.cut === undefined ? [] : CUT;
  const found = [...new Set([...cut, ...own])];
  return [
    ...ORDER.filter((split) => found.includes(split)),
    ...found.filter((split) => !ORDER.includes(split)),
  ];
}

const CUT = ["train", "dev"];
const ORDER = ["train", "dev", "test"];

/**
 * Reads a split. Where the manifest names a split to cut, 15 % of its documents (of its sentences,
 * where documents aren't known) are dev and the others train, drawn by the set's name.
 *
 * @throws MltlError `E_BAD_DATA` naming file and line, `E_NOT_FOUND` for a split it doesn't have
 */
export async function readTaggedSet(
  root: string,
  manifest: DataManifest,
  split: string,
  invalid?: InvalidTags,
): Promise<TaggedSentences> {
  const { name, cut } = manifest;
  const folder = path.join(root, manifest.folder);
  const files = filesOf(manifest);
  const whole = cut === undefined ? undefined : files.get(cut);
  if (whole !== undefined && CUT.includes(split)) {
    return cutSplit(await readFileOf(folder, whole, manifest, invalid), name, split);
  }
  const own = files.get(split);
  if (own !== undefined && own !== whole) return readFileOf(folder, own, manifest, invalid);
  throw new MltlError(
    "E_NOT_FOUND",
    `Data set '${name}' has no split '${split}'. Splits: ${splitsOf(manifest).join(", ")}`,
  );
}

/** Files by the split they hold. */
function filesOf({ files }: DataManifest): Map<string, string> {
  const names = Object.keys(files).filter((file) => CONLL.test(file));
  return new Map(names.map((file) => [file.replace(CONLL, ""), file]));
}

async function readFileOf(
  folder: string,
  file: string,
  { files }: DataManifest,
  invalid: InvalidTags | undefined,
): Promise<TaggedSentences> {
  const { sentences } = await readConllSentences(path.join(folder, file), {
    columns: { token: 1, tag: 2 },
    scheme: "BIO",
    invalid,
    broken: "refuse",
  });
  const name = file.replace(CONLL, ".docs.txt");
  if (!(name in files)) return { sentences };
  return { sentences, documents: await readStarts(path.join(folder, name), sentences) };
}

async function readStarts(file: string, { length }: AnnotatedSentence[]): Promise<number[]> {
  const text = await readFile(file, "utf8");
  const starts = new Set([0, ...text.trim().split("\n").map(Number)]);
  return [...starts].filter((start) => start < length);
}

function cutSplit(set: TaggedSentences, name: string, split: string): TaggedSentences {
  const { sentences, documents = [...sentences.keys()] } = set;
  const order = randomStream(name, "documents").shuffle([...documents.keys()]);
  const dev = new Set(order.slice(0, Math.round(DEV_SHARE * order.length)));
  const documentOf = documentOfEach(documents, sentences.length);
  return chooseSentences(set, (i) => dev.has(documentOf[i]) === (split === "dev"));
}
