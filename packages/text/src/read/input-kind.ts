import { extname } from "node:path";

/** How an input is laid out. */
export const INPUT_KINDS = ["text", "lines", "jsonl", "csv", "conll"] as const;

/**
 * How an input is laid out: running text; one sentence a line; a JSON object a line; a table with
 * a head; one token a line with a blank line between sentences.
 */
export type InputKind = (typeof INPUT_KINDS)[number];

const KIND_BY_EXTENSION: Readonly<Record<string, InputKind>> = {
  ".txt": "text",
  ".text": "text",
  ".md": "text",
  ".markdown": "text",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "csv",
  ".conll": "conll",
  ".bio": "conll",
  ".iob": "conll",
  ".iob2": "conll",
};

/** The layout that a file's name tells; `text` where it tells none. */
export function inputKindOf(path: string): InputKind {
  return KIND_BY_EXTENSION[extname(path).toLowerCase()] ?? "text";
}

/** Whether a file found in a folder is one that would be tagged, judged by its name. */
export function isTextFile(path: string): boolean {
  return extname(path).toLowerCase() in KIND_BY_EXTENSION;
}
