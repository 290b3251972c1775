import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import { loadSubwordTokenizer, segment } from "@mltl/text";
import fc from "fast-check";
import { encodeWords } from "#text/subwords/encode-words.js";
import { coverWithPieces } from "#text/subwords/piece-windows.js";
import { scratchFolder } from "../../core/io/scratch.js";
import { byteLevelJson, unigramJson, wordPieceJson } from "./small-tokenizers.js";

const KINDS = { WordPiece: wordPieceJson, Unigram: unigramJson, BPE: byteLevelJson };

const BARE = { add_special_tokens: false };
type Encode = (text: string, options: typeof BARE) => { ids: number[] };

/** Any text, and more often what is hard: accents, ligatures, emoji, other scripts, blanks. */
const hardText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.constantFrom(
        "playing",
        "Pláyed",
        "e\u0301",
        "ﬁn",
        "👩‍👩‍👧",
        "東京",
        "Σίσυφος",
        "İ",
        "ß",
        " ",
        "\n",
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

describe("pieces of words", () => {
  const folder = scratchFolder();
  const load = (kind: keyof typeof KINDS) => {
    const file = folder.at(`${kind}.json`);
    writeFileSync(file, JSON.stringify(KINDS[kind]()));
    return loadSubwordTokenizer(file);
  };
  const shown = async (kind: keyof typeof KINDS, text: string) => {
    const [{ tokens }] = segment(text);
    const { pieces } = encodeWords(tokens, await load(kind));
    return pieces.map(({ piece, start, end }) => `${piece} ${text.slice(start, end)}`);
  };

  it("of WordPiece, with their places in the text as it is written", async () => {
    assert.deepEqual(await shown("WordPiece", "Pláying in Lund."), [
      "play Pláy",
      "##ing ing",
      "i i",
      "##n n",
      "lund Lund",
      ". .",
    ]);
    const decomposed = "Pla\u0301yed";
    assert.deepEqual(await shown("WordPiece", decomposed), ["play Pla\u0301y", "##ed ed"]);
  });

  it("of Unigram, with a mark for the blank that isn't in the word", async () => {
    assert.deepEqual(await shown("Unigram", "played ﬁn"), [
      "\u2581play play",
      "ed ed",
      "\u2581 ﬁ",
      "fi ﬁ",
      "n n",
    ]);
  });

  it("of bytes: of one character several, each with all of it; blanks before words are marked", async () => {
    assert.deepEqual(await shown("BPE", "play playing é"), [
      "play play",
      "\u0120play play",
      "ing ing",
      "\u0120 é",
      "Ã é",
      "© é",
    ]);
  });

  it("that are unknown stand for what they are instead of, and are said to be", async () => {
    const [{ tokens }] = segment("in 東京9 x9y");
    const { pieces } = encodeWords(tokens, await load("WordPiece"));
    const unknown = pieces.filter((piece) => piece.unknown);
    assert.ok(
      unknown.length > 0 && unknown.every(({ id, piece }) => id === 0 && piece === "[UNK]"),
    );
    assert.deepEqual(await shown("Unigram", "a9b"), ["\u2581 a", "a a", "9 9", "b b"]);
  });

  it("are never special ones because of what a text says", async () => {
    const tokenizer = await load("WordPiece");
    assert.deepEqual([tokenizer.before, tokenizer.behind], [[1], [2]]);
    const ids = tokenizer.pieces("[SEP]", false).map(({ id }) => id);
    assert.ok(!ids.includes(2) && ids.length === 5, ids.join());
  });

  for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
    it(`of ${kind} are what the library gives, in order, within their word, and cover it: any text`, async () => {
      const tokenizer = await load(kind);
      const library = new Tokenizer(KINDS[kind](), {}) as { encode: Encode };
      fc.assert(
        fc.property(hardText, (text) => {
          for (const { tokens } of segment(text)) {
            const { pieces, firstPieces } = encodeWords(tokens, tokenizer);
            assert.equal(firstPieces.length, tokens.length);
            tokens.forEach((token, word) => {
              const own = pieces.filter((piece) => piece.word === word);
              assert.equal(pieces[firstPieces[word]], own[0]);
              const blank = kind === "BPE" && word > 0 && tokens[word - 1].end < token.start;
              const { ids } = library.encode(`${blank ? " " : ""}${token.text}`, BARE);
              const expected = ids.length > 0 ? ids : [tokenizer.unknown?.id];
              assert.deepEqual(
                own.map(({ id }) => id),
                expected,
              );
              let at = token.start;
              for (const { start, end } of own) {
                assert.ok(start >= token.start && start < end && end <= token.end);
                assert.ok(start <= at && end >= at, `a gap before ${start} in ${token.text}`);
                at = Math.max(at, end);
              }
            });
          }
        }),
        { numRuns: 500 },
      );
    });
  }

  it("are refused where the file is none of a tokenizer", async () => {
    const file = folder.at("none.json");
    writeFileSync(file, '{"model": {"type": "Other"}}');
    await assert.rejects(loadSubwordTokenizer(file), {
      code: "E_BAD_DATA",
      message: /Expected a tokenizer\.json, received .*none\.json: /,
    });
    await assert.rejects(loadSubwordTokenizer(folder.at("no.json")), { code: "E_NOT_FOUND" });
  });
});

describe("windows of words in pieces", () => {
  const folder = scratchFolder();

  it("hold no more than fits, share words, and give each word where it has most context", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 6, max: 40 }),
        fc.nat({ max: 50 }),
        (pieces, room, overlap) => {
          const windows = coverWithPieces(pieces, { room, overlap });
          const sum = (from: number, to: number) =>
            pieces.slice(from, to).reduce((all, length) => all + length, 0);
          let next = 0;
          for (const { start, end, from, to } of windows) {
            assert.ok(sum(start, end) <= room && start <= from && to <= end);
            assert.equal(from, next);
            next = to;
          }
          assert.equal(next, pieces.length);
          for (let word = 0; word < pieces.length; word++) {
            const context = ({ start, end }: { start: number; end: number }) =>
              word < start || word >= end ? -1 : Math.min(sum(start, word), sum(word + 1, end));
            const owner = windows.find(({ from, to }) => word >= from && word < to);
            assert.ok(owner);
            assert.equal(context(owner), Math.max(...windows.map(context)));
          }
          if (windows.length > 1)
            assert.ok(windows.every(({ start }, i) => i === 0 || start > windows[i - 1].start));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leave no word out: one of more pieces than fit is one unknown piece, and is named", async () => {
    const file = folder.at("t.json");
    writeFileSync(file, JSON.stringify(wordPieceJson()));
    const tokenizer = await loadSubwordTokenizer(file);
    const text = `ab ${"x".repeat(30)} ab`;
    const [{ tokens }] = segment(text);
    const { pieces, tooLong, windows } = encodeWords(tokens, tokenizer, {
      maxPieces: 10,
      overlap: 2,
    });
    assert.deepEqual(tooLong, [1]);
    const { piece, start, end } = pieces[2];
    assert.deepEqual([piece, text.slice(start, end)], ["[UNK]", "x".repeat(30)]);
    assert.deepEqual(windows, [{ start: 0, end: 3, from: 0, to: 3 }]);
    assert.throws(() => encodeWords(tokens, tokenizer, { maxPieces: 2 }), { code: "E_USAGE" });
  });
});
