/**
 * Tokenizers of pieces of words, from the `tokenizer.json` that stands beside a pretrained model.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { MltlError } from "@mltl/core";
import { z } from "zod";
import { type CutStretch, locatePieces, type PieceMarks } from "./locate-pieces.js";
import { normalizeWord } from "./normalized-places.js";

/** A piece of a word; `start` and `end` are UTF-16 offsets within the word, [start, end). */
export interface WordPiece {
  readonly piece: string;
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Whether it stands for what the tokenizer has no piece for. */
  readonly unknown: boolean;
}

/** Cuts words into pieces. */
export interface SubwordTokenizer {
  /** `WordPiece`, `BPE` or `Unigram`. */
  readonly kind: string;
  /** Pieces that there are. */
  readonly size: number;
  /** The piece that stands for what there is none for. */
  readonly unknown: { readonly piece: string; readonly id: number } | undefined;
  /** Ids that stand before and behind a sequence: `[CLS]` and `[SEP]`. */
  readonly before: readonly number[];
  readonly behind: readonly number[];
  /**
   * The pieces of a word, one at least. Text never becomes a special piece: `[SEP]` in it is brackets
   * and letters.
   *
   * @param spaced - whether white space stands before it, which some tokenizers mark
   */
  pieces(word: string, spaced: boolean): WordPiece[];
}

/** What is used of the package's tokenizer; its own types import each other in a way that Node doesn't resolve. */
interface LoadedTokenizer {
  readonly normalizer: ((text: string) => string) | null;
  readonly pre_tokenizer:
    | ((text: string, options: { readonly section_index: number }) => string[])
    | null;
  readonly model:
    | (((stretches: readonly string[]) => string[]) & {
        readonly vocab: readonly string[];
        readonly tokens_to_ids: ReadonlyMap<string, number>;
        readonly unk_token?: string;
        readonly unk_token_id?: number;
      })
    | null;
  encode(text: string, options?: { add_special_tokens: boolean }): { ids: number[] };
  get_added_tokens_decoder(): Map<number, { content: string; id: number; special: boolean }>;
}

const fileSchema = z.looseObject({
  model: z.looseObject({
    type: z.enum(["WordPiece", "BPE", "Unigram"]).optional(),
    continuing_subword_prefix: z.string().nullish(),
    end_of_word_suffix: z.string().nullish(),
  }),
  pre_tokenizer: z.looseObject({ type: z.string() }).nullish(),
});

/**
 * Loads a tokenizer.
 *
 * @param file - a `tokenizer.json`; the `tokenizer_config.json` beside it is read where there is one
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for what is none
 */
export async function loadSubwordTokenizer(file: string): Promise<SubwordTokenizer> {
  const json = await readJson(file);
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw noTokenizer(file, parsed.error.issues[0].message);
  const beside = path.join(path.dirname(file), "tokenizer_config.json");
  const config = await readJson(beside).catch((error) => {
    if (error instanceof MltlError && error.code === "E_NOT_FOUND") return {};
    throw error;
  });
  try {
    const tokenizer: LoadedTokenizer = new Tokenizer(json as object, config as object);
    return subwordTokenizer(tokenizer, parsed.data);
  } catch (error) {
    throw noTokenizer(file, (error as Error).message, error);
  }
}

function subwordTokenizer(
  tokenizer: LoadedTokenizer,
  { model: described, pre_tokenizer: before }: z.infer<typeof fileSchema>,
): SubwordTokenizer {
  const { model, normalizer, pre_tokenizer: preTokenizer } = tokenizer;
  if (model === null) throw new Error("it has no model");
  const marks: PieceMarks = {
    continuing: described.continuing_subword_prefix ?? "",
    ending: described.end_of_word_suffix ?? "",
    unknown: model.unk_token,
    bytes: JSON.stringify(before ?? {}).includes('"ByteLevel"'),
  };
  const normalize = (text: string) => (normalizer ? normalizer(text) : text);
  const cut = (text: string): CutStretch[] => {
    const stretches = preTokenizer ? preTokenizer(text, { section_index: 0 }) : [text];
    return stretches.map((stretch) => ({ stretch, pieces: model([stretch]) }));
  };
  const marksBlanks = piecesOf(cut(normalize(" a"))) !== piecesOf(cut(normalize("a")));
  const unknown =
    model.unk_token === undefined || model.unk_token_id === undefined
      ? undefined
      : { piece: model.unk_token, id: model.unk_token_id };
  const whole = new Map(
    [...tokenizer.get_added_tokens_decoder().values()]
      .filter(({ special }) => !special)
      .map(({ content, id }) => [content, id]),
  );
  const [first, second] = aroundOf(tokenizer);
  return {
    kind: described.type ?? "WordPiece",
    size: model.vocab.length,
    unknown,
    before: first,
    behind: second,
    pieces(word, spaced) {
      const added = whole.get(word);
      if (added !== undefined) {
        return [{ piece: word, id: added, start: 0, end: word.length, unknown: false }];
      }
      const own = spaced && marksBlanks ? ` ${word}` : word;
      const shift = own.length - word.length;
      const normalized = normalizeWord(own, normalize);
      const stretches = normalized.text === "" ? [] : cut(normalized.text);
      const places = locatePieces(own, normalized, stretches, marks);
      const pieces = stretches.flatMap((one) => one.pieces);
      if (pieces.length === 0) return [wholeWord(word, unknown)];
      return pieces.map((piece, i) => {
        const known = model.tokens_to_ids.get(piece);
        const id = known ?? unknown?.id;
        if (id === undefined) return wholeWord(word, unknown);
        const start = Math.min(Math.max(0, places[i].start - shift), word.length - 1);
        const end = Math.max(start + 1, places[i].end - shift);
        return { piece, id, start, end, unknown: id === unknown?.id };
      });
    },
  };
}

const piecesOf = (stretches: readonly CutStretch[]) =>
  stretches.flatMap(({ pieces }) => pieces).join(" ");

/** A word of nothing that a tokenizer sees. */
function wholeWord(word: string, unknown: SubwordTokenizer["unknown"]): WordPiece {
  if (unknown) return { ...unknown, start: 0, end: word.length, unknown: true };
  throw new MltlError(
    "E_BAD_DATA",
    `Expected a tokenizer that has pieces for '${word}', received one without, and without one for what it doesn't know`,
  );
}

/** What its post-processor puts before and behind a text. */
function aroundOf(tokenizer: LoadedTokenizer): [number[], number[]] {
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const all = tokenizer.encode("a").ids;
  const at = all.findIndex((_, i) => bare.every((id, j) => all[i + j] === id));
  return at < 0 ? [[], []] : [all.slice(0, at), all.slice(at + bare.length)];
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new MltlError("E_NOT_FOUND", `There is no file ${file}`, {
      hint: "A tokenizer.json stands beside the weights of a pretrained model.",
      cause: error,
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw noTokenizer(file, "it is no JSON", error);
  }
}

function noTokenizer(file: string, why: string, cause?: unknown): MltlError {
  return new MltlError("E_BAD_DATA", `Expected a tokenizer.json, received ${file}: ${why}`, {
    cause,
  });
}
