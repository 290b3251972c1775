import assert from "node:assert/strict";
import { type Sentence, SentenceStream, segment } from "@mltl/text";
import fc from "fast-check";

/** What may lie between tokens: white space and invisible marks of direction and separation. */
const BETWEEN =
  /^[\p{White_Space}\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]*$/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Text that is hard to cut: any Unicode, lone surrogates, clusters, stops, white space. */
const hardText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
      { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
      { weight: 2, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 8 }) },
      {
        weight: 8,
        arbitrary: fc.constantFrom(
          ..." |\n|\r\n|\r|\t|\u00a0|\u200f|\u2029|. |? |... |U.S. |Mr. |J. |n't|'s|http://a.b/c |a@b.cd |#x |@y ".split(
            "|",
          ),
          ..."\u0301| \u0301|\u200d|\ufe0f|\u0600|\u0600 |👩‍👩‍👧|👍🏽|🇩🇪🇫🇷|🇩|🏽|กำ|ำ|각|ᆨ|क्षि|ﾞ|\u20e3|东京。|「好。」|\ud83d|\ude00|\0|\ufeff".split(
            "|",
          ),
        ),
      },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const all = (sentences: Sentence[]) => sentences.flatMap(({ tokens }) => tokens);
const check = (property: (text: string) => void) =>
  fc.assert(fc.property(hardText, property), { numRuns: 600 });

describe("segmentation of any text", () => {
  it("gives ordered, disjoint tokens and sentences that say what stands there", () => {
    check((text) => {
      let last = 0;
      for (const sentence of segment(text)) {
        assert.equal(text.slice(sentence.start, sentence.end), sentence.text);
        assert.equal(sentence.tokens[0]?.start, sentence.start);
        assert.equal(sentence.tokens.at(-1)?.end, sentence.end);
        for (const token of sentence.tokens) {
          assert.ok(token.start >= last && token.end > token.start);
          assert.equal(text.slice(token.start, token.end), token.text);
          last = token.end;
        }
      }
    });
  });

  it("leaves nothing out but white space and invisible marks", () => {
    check((text) => {
      let last = 0;
      for (const { start, end } of [...all(segment(text)), { start: text.length, end: 0 }]) {
        assert.match(text.slice(last, start), BETWEEN);
        last = end;
      }
    });
  });

  it("never parts a grapheme cluster", () => {
    check((text) => {
      const borders = new Set([text.length]);
      for (const { index } of graphemes.segment(text)) borders.add(index);
      for (const { start, end, text: token } of all(segment(text))) {
        assert.ok(borders.has(start) && borders.has(end), JSON.stringify(token));
      }
    });
  });

  it("counts code points as Unicode does", () => {
    check((text) => {
      for (const { start, startCodePoint } of segment(text)) {
        assert.equal(startCodePoint, [...text.slice(0, start)].length);
      }
    });
  });

  it("doesn't depend on the pieces in which the text comes", () => {
    fc.assert(
      fc.property(hardText, fc.integer({ min: 1, max: 7 }), fc.boolean(), (text, size, lines) => {
        const stream = new SentenceStream({ lines });
        const found: Sentence[] = [];
        for (let at = 0; at < text.length; at += size) {
          found.push(...stream.push(text.slice(at, at + size)));
        }
        found.push(...stream.end());
        assert.deepEqual(found, segment(text, { lines }));
      }),
      { numRuns: 600 },
    );
  });

  it("holds for one run of text longer than is looked at as a whole", () => {
    for (const unit of ["x", "👩‍👩‍👧‍👦", "e\u0301\u0302", "东京。", "\ud83d", "(a)"]) {
      const text = unit.repeat(Math.ceil(20_000 / unit.length));
      const borders = new Set([text.length]);
      for (const { index } of graphemes.segment(text)) borders.add(index);
      const tokens = all(segment(text));
      assert.equal(tokens.map((token) => token.text).join(""), text);
      assert.ok(tokens.every(({ end }) => borders.has(end)));
    }
  });

  it("stays with short memory on a cluster without end", () => {
    const text = `a${"\u0301".repeat(30_000)}`;
    const tokens = all(segment(text));
    assert.equal(tokens.map((token) => token.text).join(""), text);
    assert.ok(tokens.every((token) => token.text.length <= 10_000));
  });
});
