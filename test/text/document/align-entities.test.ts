import assert from "node:assert/strict";
import fc from "fast-check";
import { alignDocument } from "#text/document/align-entities.js";
import type { TextEntity } from "#text/document/document.js";
import { segment } from "#text/segment/segment.js";

const text = "😀 Ada Lovelace met Li in New York. Then she left.";

function align(...entities: (readonly [string, string] | TextEntity)[]) {
  return alignDocument({
    id: "note",
    text,
    exactText: true,
    entities: entities.map((entity) => {
      if (!("0" in entity)) return entity;
      const [type, own] = entity;
      return { type, start: text.indexOf(own), end: text.indexOf(own) + own.length };
    }),
  });
}

const kinds = (alignment: ReturnType<typeof align>) =>
  alignment.misaligned.map(({ kind, text }) => [kind, text]);

describe("alignDocument", () => {
  it("finds the tokens of each entity, white space at its ends left aside", () => {
    const { sentences, misaligned } = align(["PER", " Ada Lovelace "], ["LOC", "New York"]);
    assert.deepEqual(misaligned, []);
    assert.equal(sentences.length, 2);
    assert.deepEqual(sentences[0].spans, [
      { type: "PER", start: 1, end: 3 },
      { type: "LOC", start: 6, end: 8 },
    ]);
    assert.deepEqual(sentences[0].words.slice(1, 3), ["Ada", "Lovelace"]);
    assert.deepEqual(sentences[1].spans, []);
  });

  it("reports what begins or ends inside a token, with the text around it", () => {
    const { sentences, misaligned } = align(["PER", "Ada Love"], ["LOC", "ew York"]);
    assert.deepEqual(
      sentences.flatMap(({ spans }) => spans),
      [],
    );
    assert.deepEqual(misaligned[0], {
      document: "note",
      entity: { type: "PER", start: 3, end: 11 },
      kind: "inside-token",
      text: "Ada Love",
      before: "😀 ",
      after: "lace met Li in New York. Then she left.",
      reason: "note: PER 'Ada Love' at 3-11 ends inside the token 'Lovelace'",
    });
    assert.match(misaligned[1].reason, /begins inside the token 'New'/);
  });

  it("reports what crosses sentences, holds no token, or is not in the text", () => {
    const found = align(
      ["X", "York. Then"],
      { type: "X", start: 2, end: 3 },
      { type: "X", start: 4, end: 4 },
      { type: "X", start: 40, end: 400 },
    );
    assert.deepEqual(
      found.misaligned.map(({ kind }) => kind),
      ["no-token", "no-token", "crosses-sentences", "no-token"],
    );
  });

  it("keeps the longest of those that overlap, and names it", () => {
    const found = align(["LOC", "York"], ["ORG", "New York"], ["X", "New York"]);
    assert.deepEqual(found.sentences[0].spans, [{ type: "ORG", start: 6, end: 8 }]);
    assert.deepEqual(kinds(found), [
      ["overlaps", "New York"],
      ["overlaps", "York"],
    ]);
    assert.match(found.misaligned[1].reason, /overlaps ORG 'New York' at 26-34$/);
  });

  it("takes fragments with nothing but space between them as one, and reports others", () => {
    const [start, end] = [text.indexOf("New"), text.indexOf("York") + 4];
    const whole = [
      { start, end: start + 3 },
      { start: start + 4, end },
    ];
    assert.deepEqual(kinds(align({ type: "LOC", start, end, fragments: whole })), []);
    const ada = { start: 3, end: 6 };
    const fragments = [ada, { start: 20, end: 22 }];
    assert.deepEqual(kinds(align({ type: "PER", start: 3, end: 22, fragments })), [
      ["in-pieces", "Ada Lovelace met Li"],
    ]);
  });

  it("uses the document's own tokens", () => {
    const tokens = ["Ann", "ran"].map((word, i) => ({ start: 4 * i, end: 4 * i + 3, text: word }));
    const { sentences } = alignDocument({
      id: "two",
      text: "Ann ran",
      exactText: false,
      sentences: tokens.map((token) => [token]),
      entities: [{ type: "X", start: 4, end: 7 }],
    });
    assert.deepEqual(
      sentences.map(({ words, spans }) => [words, spans]),
      [
        [["Ann"], []],
        [["ran"], [{ type: "X", start: 0, end: 1 }]],
      ],
    );
  });

  it("aligns or reports every entity, over all of Unicode: slices are the tokens' text", () => {
    const unicode = fc.string({ unit: "binary", maxLength: 60 });
    const places = fc.array(fc.tuple(fc.nat(60), fc.nat(8)), { maxLength: 6 });
    fc.assert(
      fc.property(unicode, places, (own, spans) => {
        const entities = spans.map(([start, length]) => ({
          type: "X",
          start,
          end: start + length,
        }));
        const { sentences, misaligned } = alignDocument({
          id: "fuzz",
          text: own,
          exactText: true,
          entities,
        });
        const aligned = sentences.flatMap(({ spans: found, tokens }) =>
          found.map(({ start, end }) => [tokens[start].start, tokens[end - 1].end]),
        );
        assert.equal(aligned.length + misaligned.length, entities.length);
        const all = segment(own).flatMap(({ tokens }) => tokens);
        const trimmed = new Set(
          entities.map(({ start, end }) => {
            const inside = all.filter((token) => token.start >= start && token.end <= end);
            return `${inside[0]?.start}-${inside.at(-1)?.end}`;
          }),
        );
        for (const [start, end] of aligned) assert.ok(trimmed.has(`${start}-${end}`));
        for (const { tokens, words } of sentences) {
          assert.deepEqual(
            tokens.map(({ start, end }) => own.slice(start, end)),
            words,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
