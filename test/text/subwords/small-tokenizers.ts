/** Tokenizers of a few pieces, as `tokenizer.json` describes them. */

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const cls = { id: 1, content: "[CLS]", special: true };
const sep = { id: 2, content: "[SEP]", special: true };
const added = [cls, sep].map((token) => ({
  ...token,
  lstrip: false,
  rstrip: false,
  normalized: false,
  single_word: false,
}));
const around = {
  type: "TemplateProcessing",
  single: [
    { SpecialToken: { id: "[CLS]", type_id: 0 } },
    { Sequence: { id: "A", type_id: 0 } },
    { SpecialToken: { id: "[SEP]", type_id: 0 } },
  ],
  pair: [],
  special_tokens: {
    "[CLS]": { id: "[CLS]", ids: [1], tokens: ["[CLS]"] },
    "[SEP]": { id: "[SEP]", ids: [2], tokens: ["[SEP]"] },
  },
};

/** BERT's: lower case without accents, every letter a piece, and some longer ones. */
export function wordPieceJson(): object {
  const pieces = ["[UNK]", "[CLS]", "[SEP]", "play", "##ing", "##ed", "lund", ".", "[", "]", "'"];
  for (const letter of LETTERS) pieces.push(letter, `##${letter}`);
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: true,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: around,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  };
}

/** SentencePiece's, with a mark for blanks and NFKC. */
export function unigramJson(): object {
  const pieces: [string, number][] = [
    ["<unk>", 0],
    ["[CLS]", 0],
    ["[SEP]", 0],
    ["\u2581", -3],
    ["\u2581play", -4],
    ["ing", -4],
    ["ed", -4.5],
    ["fi", -5],
  ];
  for (const letter of LETTERS) pieces.push([letter, -8]);
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: { type: "NFKC" },
    pre_tokenizer: { type: "Metaspace", replacement: "\u2581", prepend_scheme: "always" },
    post_processor: around,
    decoder: { type: "Metaspace", replacement: "\u2581", prepend_scheme: "always" },
    model: { type: "Unigram", unk_id: 0, vocab: pieces },
  };
}

/** GPT-2's: pieces of bytes, of which none is unknown. */
export function byteLevelJson(): object {
  const others: number[] = [];
  const letters = Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    if (!printable) others.push(byte);
    return String.fromCharCode(printable ? byte : 255 + others.length);
  });
  const pieces = [...letters, "pl", "ay", "play", "\u0120play", "in", "ing"];
  return {
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges: ["p l", "a y", "pl ay", "\u0120 play", "i n", "in g"],
    },
  };
}
