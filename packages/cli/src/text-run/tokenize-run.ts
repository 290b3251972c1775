/**
 * The run behind `mltl text tokenize`.
 *
 * @module
 */
import {
  createJsonlWriter,
  createProgress,
  createTableWriter,
  openSink,
  type RecordWriter,
  type TableColumn,
  terminalOf,
} from "@mltl/core";
import {
  type InputKind,
  loadSubwordTokenizer,
  type SubwordTokenizer,
  type WordsRecord,
  wordRecords,
} from "@mltl/text";
import { interruptSignal } from "../interrupt.js";
import { chooseFormat, goesByLines, type OutputFlags } from "../output-format.js";
import { writeRecords } from "../write-records.js";
import { requireOneDash, textInputs } from "./text-inputs.js";

/** The options of `mltl text tokenize`. */
export interface TokenizeFlags extends OutputFlags<"table" | "jsonl"> {
  tokenizer?: string;
  maxPieces: number;
  overlap: number;
  input?: InputKind;
  lines?: boolean;
  textColumn: string;
}

/** Cuts the inputs, writes the records and sets the exit code. */
export async function runTokenize(
  patterns: readonly string[],
  flags: TokenizeFlags,
): Promise<void> {
  requireOneDash(patterns);
  const format = chooseFormat(flags, ["table", "jsonl"]);
  const signal = interruptSignal();
  const tokenizer =
    flags.tokenizer === undefined ? undefined : await loadSubwordTokenizer(flags.tokenizer);
  const { maxPieces, overlap, textColumn } = flags;
  const records = wordRecords(textInputs(patterns, { signal }), {
    tokenizer,
    maxPieces,
    overlap,
    input: flags.lines ? "lines" : flags.input,
    textColumn,
    signal,
  });
  const sink = await openSink({ out: flags.out, lines: goesByLines(format) });
  const terminal = flags.out === undefined ? terminalOf(process.stdout) : {};
  const writer: RecordWriter<WordsRecord> =
    format === "jsonl"
      ? createJsonlWriter(sink)
      : createTableWriter(
          sink,
          tokenizer ? [...COLUMNS, ...PIECE_COLUMNS] : COLUMNS,
          tokenizer ? pieceRows : wordRows,
          terminal,
        );
  const progress = createProgress({ label: "cutting", unit: "sentences" });
  const counts = new WordCounts();
  const finished = await writeRecords(records, writer, progress, (record) => {
    counts.add(record);
    const { path, status, reason } = record;
    return status === "ok" ? undefined : `${path}: ${status}: ${reason}`;
  });
  if (!finished) return;
  process.stderr.write(counts.text(tokenizer));
  if (counts.failed) process.exitCode = 1;
}

const COLUMNS: readonly TableColumn[] = [
  { name: "input", cut: "start" },
  { name: "sentence", align: "right" },
  { name: "word", cut: "end" },
  { name: "start", align: "right" },
  { name: "end", align: "right" },
];
const PIECE_COLUMNS: readonly TableColumn[] = [
  { name: "piece" },
  { name: "id", align: "right" },
  { name: "of", cut: "end" },
];

function wordRows({ path, sentence, words, status, reason }: WordsRecord): string[][] {
  if (status !== "ok") return [[path, "", `${status}: ${reason}`, "", ""]];
  return words.map(({ text, start, end }) => [
    path,
    String(sentence),
    onOneLine(text),
    String(start),
    String(end),
  ]);
}

function pieceRows({ path, sentence, words, status, reason }: WordsRecord): string[][] {
  if (status !== "ok") return [[path, "", `${status}: ${reason}`, "", "", "", "", ""]];
  return words.flatMap((word) =>
    (word.pieces ?? []).map(({ piece, id, text, start, end }, i) => [
      path,
      String(sentence),
      i === 0 ? onOneLine(word.text) : "",
      String(start),
      String(end),
      piece,
      String(id),
      onOneLine(text),
    ]),
  );
}

const onOneLine = (text: string) => text.replace(/\s+/g, " ");

/** What was cut, for the closing words. */
class WordCounts {
  #sentences = 0;
  #words = 0;
  #pieces = 0;
  #unknown = 0;
  #windows = 0;
  #tooLong = 0;
  #ok = 0;
  #failed = 0;

  add({ status, words, windows = [], tooLong = [] }: WordsRecord): void {
    if (status === "ok") this.#ok++;
    else this.#failed++;
    if (words.length > 0) this.#sentences++;
    this.#words += words.length;
    this.#windows += Math.max(0, windows.length - 1);
    this.#tooLong += tooLong.length;
    for (const { pieces = [] } of words) {
      this.#pieces += pieces.length;
      this.#unknown += pieces.filter(({ unknown }) => unknown).length;
    }
  }

  /** Whether nothing could be read. */
  get failed(): boolean {
    return this.#failed > 0 && this.#ok === 0;
  }

  text(tokenizer: SubwordTokenizer | undefined): string {
    const lines = [`${number(this.#sentences)} sentences, ${number(this.#words)} words`];
    if (tokenizer) {
      const each = (this.#pieces / Math.max(1, this.#words)).toFixed(2);
      lines.push(
        `${tokenizer.kind} of ${number(tokenizer.size)} pieces: ${number(this.#pieces)} pieces, ${each} a word, ${number(this.#unknown)} unknown`,
      );
    }
    if (this.#windows > 0) {
      lines.push(`long sentences are seen through ${number(this.#windows)} windows more`);
    }
    if (this.#tooLong > 0) {
      lines.push(
        `${number(this.#tooLong)} words have more pieces than fit, and are one unknown each`,
      );
    }
    return `${lines.join("\n")}\n`;
  }
}

const number = (value: number) => value.toLocaleString("en");
