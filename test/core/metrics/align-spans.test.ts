import assert from "node:assert/strict";
import { alignSpans, randomStream, type SpanPair } from "@mltl/core";
import fc from "fast-check";
import { matchSpans } from "#core/metrics/span-matching.js";
import { sentenceOfSpans, span } from "./spans.js";

const told = (pairs: readonly SpanPair[]) =>
  pairs.map(({ kind, gold, predicted }) => [
    kind,
    gold && `${gold.type} ${gold.start}-${gold.end}`,
    predicted && `${predicted.type} ${predicted.start}-${predicted.end}`,
  ]);

describe("alignSpans", () => {
  it("tells the kinds of errors apart", () => {
    const gold = [
      span("PER", 0, 2),
      span("LOC", 3, 4),
      span("ORG", 5, 8),
      span("PER", 9, 11),
      span("LOC", 12, 13),
    ];
    const predicted = [
      span("PER", 0, 2),
      span("ORG", 3, 4),
      span("ORG", 6, 8),
      span("LOC", 10, 11),
      span("PER", 14, 15),
    ];
    assert.deepEqual(told(alignSpans(gold, predicted)), [
      ["correct", "PER 0-2", "PER 0-2"],
      ["type", "LOC 3-4", "ORG 3-4"],
      ["border", "ORG 5-8", "ORG 6-8"],
      ["both", "PER 9-11", "LOC 10-11"],
      ["missed", "LOC 12-13", undefined],
      ["invented", undefined, "PER 14-15"],
    ]);
  });

  it("pairs with what is most alike: the stretch before the type, the type before neither", () => {
    const gold = [span("ORG", 0, 4)];
    const both = [span("LOC", 0, 3), span("ORG", 3, 4)];
    assert.deepEqual(told(alignSpans(gold, both)), [
      ["border", "ORG 0-4", "ORG 3-4"],
      ["invented", undefined, "LOC 0-3"],
    ]);
    assert.deepEqual(told(alignSpans(gold, [span("ORG", 0, 3), span("LOC", 0, 4)])), [
      ["type", "ORG 0-4", "LOC 0-4"],
      ["invented", undefined, "ORG 0-3"],
    ]);
    assert.deepEqual(told(alignSpans(gold, [span("ORG", 0, 1), span("ORG", 1, 4)])), [
      ["border", "ORG 0-4", "ORG 1-4"],
      ["invented", undefined, "ORG 0-1"],
    ]);
  });

  it("has the strict schema's counts, each span once, in any order", () => {
    fc.assert(
      fc.property(sentenceOfSpans, fc.nat(), ({ gold, predicted }, seed) => {
        const pairs = alignSpans(gold, predicted);
        const strict = matchSpans(gold, predicted, "strict");
        const count = (...kinds: string[]) =>
          pairs.filter(({ kind }) => kinds.includes(kind)).length;
        assert.equal(count("correct"), strict.correct);
        assert.equal(count("type", "border", "both"), strict.incorrect);
        assert.equal(count("missed"), strict.missed);
        assert.equal(count("invented"), strict.spurious);
        const golds = pairs.flatMap((pair) => pair.gold ?? []);
        assert.equal(new Set(golds).size, golds.length);
        const random = randomStream("order", seed);
        const shuffled = alignSpans(random.shuffle([...gold]), random.shuffle([...predicted]));
        assert.deepEqual(told(shuffled), told(pairs));
      }),
    );
  });
});
