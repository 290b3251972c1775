import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { entityFigures, type TagSchemeName, tagsToSpans } from "@mltl/text";
import fc from "fast-check";
import { type ConllevalScore, conlleval } from "./conlleval.js";

/** Any letter of the scheme with any type: most sequences are invalid. */
function anyTags(letters: readonly string[]) {
  const tag = fc.oneof(
    { weight: 2, arbitrary: fc.constant("O") },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...letters), fc.constantFrom("PER", "LOC", "creative-work"))
        .map(([letter, type]) => `${letter}-${type}`),
    },
  );
  const sentence = fc
    .array(fc.tuple(tag, tag, fc.boolean()), { minLength: 1, maxLength: 12 })
    .map((pairs) => ({
      gold: pairs.map(([gold]) => gold),
      // Half of the predictions are right, so that there are hits.
      predicted: pairs.map(([gold, other, same]) => (same ? gold : other)),
    }));
  return fc.array(sentence, { minLength: 1, maxLength: 8 });
}

/** Our figures of tags, by the policy of conlleval. */
function figuresOf(
  sentences: readonly { gold: string[]; predicted: string[] }[],
  scheme: TagSchemeName,
) {
  const spans = (tags: string[]) => tagsToSpans(tags, { scheme, invalid: "conlleval" });
  return entityFigures(
    sentences.map(({ gold, predicted }) => ({
      words: gold.map((_, i) => `w${i}`),
      gold: spans(gold),
      predicted: spans(predicted),
    })),
    { bootstrap: 0 },
  );
}

function same(ours: ConllevalScore, theirs: ConllevalScore): void {
  for (const key of ["precision", "recall", "f1"] as const) {
    assert.ok(
      Math.abs(ours[key] - theirs[key] / 100) < 1e-12,
      `${key} ${ours[key]} ${theirs[key]}`,
    );
  }
}

function check(
  sentences: readonly { gold: string[]; predicted: string[] }[],
  scheme: TagSchemeName,
): void {
  const ours = figuresOf(sentences, scheme);
  const theirs = conlleval(
    sentences.map(({ gold }) => gold),
    sentences.map(({ predicted }) => predicted),
  );
  same(ours, theirs.all);
  assert.deepEqual(
    ours.byType.map(({ type }) => type),
    Object.keys(theirs.byType).sort(),
  );
  for (const score of ours.byType) same(score, theirs.byType[score.type]);
}

describe("the scorer equals conlleval", () => {
  const schemes: readonly [TagSchemeName, readonly string[]][] = [
    ["BIO", ["B", "I"]],
    ["IOB1", ["B", "I"]],
    ["IOBES", ["B", "I", "E", "S"]],
  ];
  for (const [scheme, letters] of schemes) {
    it(`on any tags of ${scheme}, invalid sequences included`, () => {
      fc.assert(
        fc.property(anyTags(letters), (sentences) => check(sentences, scheme)),
        { numRuns: 200 },
      );
    });
  }

  it("on one corpus of 5,000 sentences with every pair of tags", () => {
    const random = randomStream("conlleval");
    const tags = [
      "O",
      ...["PER", "LOC"].flatMap((type) => ["B", "I", "E", "S"].map((p) => `${p}-${type}`)),
    ];
    const pairs = new Set<string>();
    const sentences = Array.from({ length: 5_000 }, () => {
      const gold = Array.from({ length: 1 + random.integer(9) }, () => tags[random.integer(9)]);
      gold.slice(1).forEach((tag, i) => {
        pairs.add(`${gold[i]} ${tag}`);
      });
      const predicted = gold.map((tag) => (random.next() < 0.6 ? tag : tags[random.integer(9)]));
      return { gold, predicted };
    });
    assert.equal(pairs.size, 81);
    check(sentences, "IOBES");
  });
});

describe("conlleval's second implementation", () => {
  it("gives what the published script prints", () => {
    // conlleval (2004-01-26) < these tags: processed 12 tokens with 5 phrases; found: 6 phrases;
    // correct: 2. accuracy: 66.67%; precision: 33.33%; recall: 40.00%; FB1: 36.36
    const gold = [
      ["B-PER", "I-PER", "O", "I-LOC", "B-LOC"],
      ["I-PER", "I-LOC", "O", "O"],
      ["O", "O", "O"],
    ];
    const guessed = [
      ["B-PER", "I-PER", "O", "I-LOC", "I-LOC"],
      ["I-PER", "B-PER", "B-PER", "O"],
      ["O", "I-LOC", "O"],
    ];
    const { all, accuracy } = conlleval(gold, guessed);
    assert.deepEqual(
      [accuracy, all.precision, all.recall, all.f1].map((value) => value.toFixed(2)),
      ["66.67", "33.33", "40.00", "36.36"],
    );
  });
});
