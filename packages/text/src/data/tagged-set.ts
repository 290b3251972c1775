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
import { bioToSpans } from "../scheme/tag-scheme.js";

/** A sentence and its entities. */
export interface AnnotatedSentence {
  readonly words: readonly string[];
  readonly spans: readonly Span[];
}

export type TextSplit = "train" | "dev" | "test";

/** Types of the data set that count, and what they are called here; all others are no entities. */
export type TypeMap = Readonly<Record<string, string>>;

const CONLL = /\.conll(\.gz)?$/;

/**
 * Reads a split. A set that comes as one file is cut by document, seeded by its name, into 85 %
 * train and 15 % dev (`wikigold`).
 *
 * @throws MltlError `E_BAD_DATA` naming file and line, `E_NOT_FOUND` for a split it doesn't have
 */
export async function readTaggedSet(
  root: string,
  manifest: DataManifest,
  split: TextSplit,
  types: TypeMap,
): Promise<AnnotatedSentence[]> {
  const folder = path.join(root, manifest.folder);
  const parts = Object.keys(manifest.files).filter((file) => CONLL.test(file));
  if (parts.length === 1 && split !== "test") {
    const sentences = await readTagged(path.join(folder, parts[0]), types);
    return cutByDocument(sentences, await readDocuments(folder, parts[0]), manifest.name, split);
  }
  const own = parts.find((file) => file.replace(CONLL, "") === split);
  if (own === undefined) {
    throw new MltlError(
      "E_NOT_FOUND",
      `Data set '${manifest.name}' has no split '${split}'. Files: ${parts.join(", ")}`,
    );
  }
  return readTagged(path.join(folder, own), types);
}

async function readTagged(file: string, types: TypeMap): Promise<AnnotatedSentence[]> {
  const bytes = await readFile(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const sentences: AnnotatedSentence[] = [];
  let words: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (words.length > 0) {
      const spans = bioToSpans(tags)
        .filter(({ type }) => type in types)
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

async function readDocuments(folder: string, file: string): Promise<number[]> {
  const name = file.replace(CONLL, ".docs.txt");
  const text = await readFile(path.join(folder, name), "utf8");
  return text.trim().split("\n").map(Number);
}

function cutByDocument(
  sentences: AnnotatedSentence[],
  starts: number[],
  name: string,
  split: "train" | "dev",
) {
  const order = randomStream(name, "documents").shuffle(starts.map((_, i) => i));
  const dev = new Set(order.slice(0, Math.round(0.15 * order.length)));
  return starts.flatMap((start, i) =>
    dev.has(i) === (split === "dev") ? sentences.slice(start, starts[i + 1]) : [],
  );
}
