/**
 * Tagged sentences from CoNLL files of two columns: token, TAB, BIO tag; a blank line between
 * sentences; plain or gzipped.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { type DataManifest, MltlError, randomStream, type Span } from "@mltl/core";
import { tagsToSpans } from "../scheme/read-tags.js";

/** A sentence and its entities. */
export interface AnnotatedSentence {
  readonly words: readonly string[];
  readonly spans: readonly Span[];
}

export type TextSplit = "train" | "dev" | "test";

/** Types of the data set that count, and what they are called here; all others are no entities. */
export type TypeMap = Readonly<Record<string, string>>;

const CONLL = /\.conll(\.gz)?$/;

/** Share of the documents that become dev where a split is cut. */
const DEV_SHARE = 0.15;

/**
 * Reads a split. Where the manifest names a split to cut, 15 % of its documents (of its sentences,
 * where documents aren't known) are dev and the others train, drawn by the set's name.
 *
 * @throws MltlError `E_BAD_PLAN` for types that the set doesn't have, `E_BAD_DATA` naming file and
 *   line, `E_NOT_FOUND` for a split it doesn't have
 */
export async function readTaggedSet(
  root: string,
  manifest: DataManifest,
  split: TextSplit,
  types: TypeMap,
): Promise<AnnotatedSentence[]> {
  checkTypes(manifest, types);
  const { name, cut } = manifest;
  const folder = path.join(root, manifest.folder);
  const files = new Map(
    Object.keys(manifest.files)
      .filter((file) => CONLL.test(file))
      .map((file) => [file.replace(CONLL, ""), file]),
  );
  const whole = cut === undefined ? undefined : files.get(cut);
  if (whole !== undefined && split !== "test") {
    const sentences = await readTagged(path.join(folder, whole), types);
    const starts = await readDocuments(folder, whole, manifest, sentences.length);
    return cutByDocument(sentences, starts ?? [...sentences.keys()], name, split);
  }
  const own = files.get(split);
  if (own !== undefined && own !== whole) return readTagged(path.join(folder, own), types);
  const uncut = [...files.keys()].filter((part) => part !== cut);
  const known = cut ? ["train", "dev", ...uncut] : uncut;
  throw new MltlError(
    "E_NOT_FOUND",
    `Data set '${name}' has no split '${split}'. Splits: ${known.join(", ")}`,
  );
}

function checkTypes({ name, labels }: DataManifest, types: TypeMap): void {
  if (labels === undefined) return;
  const stranger = Object.keys(types).find((type) => !labels.includes(type));
  if (stranger === undefined) return;
  throw new MltlError(
    "E_BAD_PLAN",
    `Data set '${name}' has no type '${stranger}'. Types: ${labels.join(", ")}`,
  );
}

async function readTagged(file: string, types: TypeMap): Promise<AnnotatedSentence[]> {
  const bytes = await readFile(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const sentences: AnnotatedSentence[] = [];
  let words: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (words.length > 0) {
      const spans = tagsToSpans(tags)
        .filter(({ type }) => Object.hasOwn(types, type))
        .map((span) => ({ ...span, type: types[span.type] }));
      sentences.push({ words, spans });
    }
    words = [];
    tags = [];
  };
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      finish();
      continue;
    }
    const [word, tag, ...rest] = line.split("\t");
    if (rest.length > 0 || !/^(O|[BI]-.+)$/.test(tag ?? "")) {
      throw new MltlError(
        "E_BAD_DATA",
        `Expected 'token<TAB>BIO tag' in ${file}, line ${i + 1}, received '${line}'`,
      );
    }
    words.push(word);
    tags.push(tag);
  }
  finish();
  return sentences;
}

/** Index of each document's first sentence; undefined where the set doesn't say. */
async function readDocuments(
  folder: string,
  file: string,
  { files }: DataManifest,
  count: number,
): Promise<number[] | undefined> {
  const name = file.replace(CONLL, ".docs.txt");
  if (!(name in files)) return undefined;
  const text = await readFile(path.join(folder, name), "utf8");
  const starts = new Set([0, ...text.trim().split("\n").map(Number)]);
  return [...starts].filter((start) => start < count);
}

function cutByDocument(
  sentences: AnnotatedSentence[],
  starts: number[],
  name: string,
  split: "train" | "dev",
) {
  const order = randomStream(name, "documents").shuffle(starts.map((_, i) => i));
  const dev = new Set(order.slice(0, Math.round(DEV_SHARE * order.length)));
  return starts.flatMap((start, i) =>
    dev.has(i) === (split === "dev") ? sentences.slice(start, starts[i + 1]) : [],
  );
}
