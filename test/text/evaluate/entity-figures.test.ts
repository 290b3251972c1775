import assert from "node:assert/strict";
import type { Span } from "@mltl/core";
import { entityFigures, repeatedErrors, type ScoredSentence } from "@mltl/text";
import { entityErrors } from "#text/evaluate/entity-errors.js";

const span = (type: string, start: number, end: number): Span => ({ type, start, end });

/** Two right, one of each kind of error, and an invented one more. */
const scored: ScoredSentence[] = [
  {
    words: "Ann Lee met Bob in New York City .".split(" "),
    gold: [span("PER", 0, 2), span("PER", 3, 4), span("LOC", 5, 8)],
    predicted: [span("PER", 0, 2), span("ORG", 3, 4), span("LOC", 5, 7)],
  },
  {
    words: "Acme Corp of Rome hired Max".split(" "),
    gold: [span("ORG", 0, 2), span("LOC", 3, 4), span("PER", 5, 6)],
    predicted: [span("PER", 1, 2), span("LOC", 3, 4), span("ORG", 4, 5)],
  },
];

describe("the figures of a tagger", () => {
  const figures = entityFigures(scored, { types: ["PER", "LOC", "ORG"], bootstrap: 0 });

  it("are strict F1, in all and by type, in the model's order", () => {
    const { sentences, tokens, entities, predicted, correct, f1, precision, recall } = figures;
    assert.deepEqual([sentences, tokens, entities, predicted, correct], [2, 15, 6, 6, 2]);
    assert.deepEqual([f1, precision, recall], [1 / 3, 1 / 3, 1 / 3]);
    assert.deepEqual(figures.byType, [
      { type: "PER", precision: 1 / 2, recall: 1 / 3, f1: 2 / 5, support: 3 },
      { type: "LOC", precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
      { type: "ORG", precision: 0, recall: 0, f1: 0, support: 1 },
    ]);
    assert.equal(figures.macroF1, (2 / 5 + 1 / 2 + 0) / 3);
  });

  it("are softer where borders or types need not be right", () => {
    const { strict, exact, partial, type } = figures.matching;
    assert.equal(strict.f1, figures.f1);
    assert.equal(exact.f1, 3 / 6);
    assert.equal(partial.f1, 4 / 6);
    assert.equal(type.f1, 3 / 6);
  });

  it("say what is taken for what, missed and invented", () => {
    assert.deepEqual(figures.confusionLabels, ["PER", "LOC", "ORG", "none"]);
    assert.deepEqual(figures.confusion, [
      [1, 0, 1, 1],
      [0, 2, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
    assert.deepEqual(figures.errors, { type: 1, border: 1, both: 1, missed: 1, invented: 1 });
  });

  it("count tokens whose BIO tag is right", () => {
    assert.equal(figures.tokenAccuracy, 9 / 15);
  });

  it("are told apart by length", () => {
    assert.deepEqual(
      figures.byLength.map(({ group, support, f1 }) => [group, support, f1]),
      [
        ["1", 3, 2 / 7],
        ["2", 2, 1 / 2],
        ["3", 1, 0],
      ],
    );
  });

  it("are told apart by what was seen in training, and how often", () => {
    const train = [
      { words: ["Ann", "Lee"], spans: [span("PER", 0, 2)] },
      { words: ["Rome", "and", "Rome"], spans: [span("LOC", 0, 1), span("LOC", 2, 3)] },
      { words: ["Max"], spans: [span("ORG", 0, 1)] },
    ];
    const { familiarity } = entityFigures(scored, { bootstrap: 0, train });
    assert.deepEqual(
      familiarity?.seen.map(({ group, support, recall }) => [group, support, recall]),
      [
        ["seen", 2, 1],
        ["other type", 1, 0],
        ["unseen", 3, 0],
      ],
    );
    assert.deepEqual(
      familiarity?.frequency.map(({ group, support, recall }) => [group, support, recall]),
      [
        ["0", 4, 0],
        ["1", 1, 1],
        ["2-5", 1, 1],
      ],
    );
  });

  it("have an interval over documents where they are known, else over sentences", () => {
    const many = Array.from({ length: 20 }, (_, i) => scored[i % 2]);
    const bySentence = entityFigures(many, { bootstrap: 200 });
    assert.ok(bySentence.interval);
    const { lower, upper, units, count } = bySentence.interval;
    assert.deepEqual([units, count], ["sentences", 20]);
    assert.ok(lower <= bySentence.f1 && bySentence.f1 <= upper);
    const byDocument = entityFigures(many, { bootstrap: 200, documents: [0, 4, 10] });
    assert.deepEqual([byDocument.interval?.units, byDocument.interval?.count], ["documents", 3]);
    // Every document has as many of both: nothing varies.
    assert.equal(byDocument.interval?.lower, byDocument.interval?.upper);
    assert.equal(figures.interval, undefined);
  });

  it("need words", () => {
    assert.throws(() => entityFigures([{ words: [], gold: [], predicted: [] }]), {
      code: "E_BAD_DATA",
    });
  });
});

describe("errors one by one", () => {
  it("have their kind and their place", () => {
    assert.deepEqual(
      entityErrors(scored).map(({ kind, sentence }) => [kind, sentence]),
      [
        ["type", 0],
        ["border", 0],
        ["both", 1],
        ["invented", 1],
        ["missed", 1],
      ],
    );
  });

  it("are counted where they come again", () => {
    const twice = [...scored, scored[0]];
    assert.deepEqual(repeatedErrors(entityErrors(twice), twice), [
      {
        kind: "type",
        gold: { text: "Bob", type: "PER" },
        predicted: { text: "Bob", type: "ORG" },
        times: 2,
      },
      {
        kind: "border",
        gold: { text: "New York City", type: "LOC" },
        predicted: { text: "New York", type: "LOC" },
        times: 2,
      },
    ]);
  });
});
