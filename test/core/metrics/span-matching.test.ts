import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  randomStream,
  SPAN_SCHEMAS,
  type SpanOutcome,
  type SpanSchema,
  schemaScores,
  spanScores,
} from "@mltl/core";
import fc from "fast-check";
import { matchSpans } from "#core/metrics/span-matching.js";
import { near } from "./near.js";
import { sentenceOfSpans, sentencesOfSpans, span } from "./spans.js";

type Triple = [type: string, start: number, end: number];
type Counts = [correct: number, incorrect: number, partial: number, missed: number, wrong: number];
type Figures = Record<SpanSchema, { counts: Counts; prf: [number, number, number] }>;

const golden = JSON.parse(readFileSync("test/core/metrics/golden/nervaluate.json", "utf8")) as {
  cases: {
    name: string;
    gold: Triple[];
    predicted: Triple[];
    outcomes: Record<SpanSchema, Counts[]>;
  }[];
  corpus: { sentences: [Triple[], Triple[]][]; all: Figures; types: Record<string, Figures> };
};
const toSpans = (triples: Triple[]) => triples.map((triple) => span(...triple));
const countsOf = ({ correct, incorrect, partial, missed, spurious }: SpanOutcome): Counts => [
  correct,
  incorrect,
  partial,
  missed,
  spurious,
];

describe("matchSpans", () => {
  for (const { name, gold, predicted, outcomes } of golden.cases) {
    it(`is the best that nervaluate finds in any order: ${name}`, () => {
      for (const schema of SPAN_SCHEMAS) {
        const paired = ([correct, incorrect, partial]: Counts) => correct + incorrect + partial;
        const [best] = outcomes[schema].sort((a, b) => b[0] - a[0] || paired(b) - paired(a));
        assert.deepEqual(countsOf(matchSpans(toSpans(gold), toSpans(predicted), schema)), best);
      }
    });
  }

  it("counts what nervaluate can only reach in a lucky order", () => {
    const gold = [span("PER", 0, 2), span("PER", 2, 4)];
    const predicted = [span("PER", 1, 3), span("PER", 2, 4)];
    for (const order of [predicted, [...predicted].reverse()]) {
      assert.deepEqual(countsOf(matchSpans(gold, order, "strict")), [1, 1, 0, 0, 0]);
    }
  });

  it("doesn't depend on any order", () => {
    fc.assert(
      fc.property(sentenceOfSpans, fc.nat(), ({ gold, predicted }, seed) => {
        const random = randomStream("order", seed);
        for (const schema of SPAN_SCHEMAS) {
          assert.deepEqual(
            matchSpans(random.shuffle([...gold]), random.shuffle([...predicted]), schema),
            matchSpans(gold, predicted, schema),
          );
        }
      }),
    );
  });

  it("accounts for every span", () => {
    fc.assert(
      fc.property(sentenceOfSpans, ({ gold, predicted }) => {
        const distinct = (spans: object[]) => new Set(spans.map((s) => JSON.stringify(s))).size;
        for (const schema of SPAN_SCHEMAS) {
          const { correct, incorrect, partial, missed, spurious } = matchSpans(
            gold,
            predicted,
            schema,
          );
          assert.equal(correct + incorrect + partial + missed, distinct(gold));
          assert.equal(correct + incorrect + partial + spurious, distinct(predicted));
        }
      }),
    );
  });
});

describe("schemaScores", () => {
  it("are nervaluate's on a corpus that no order changes, overall and by type", () => {
    const { sentences, all, types } = golden.corpus;
    const scores = schemaScores(
      sentences.map(([gold]) => toSpans(gold)),
      sentences.map(([, predicted]) => toSpans(predicted)),
    );
    for (const schema of SPAN_SCHEMAS) {
      const expected: [typeof scores.strict.all, Figures][] = [
        [scores[schema].all, all],
        ...Object.entries(types).map(([type, figures]): [typeof scores.strict.all, Figures] => [
          scores[schema].byType[type],
          figures,
        ]),
      ];
      for (const [score, figures] of expected) {
        assert.deepEqual(countsOf(score), figures[schema].counts);
        near(score.precision, figures[schema].prf[0]);
        near(score.recall, figures[schema].prf[1]);
        near(score.f1, figures[schema].prf[2]);
      }
    }
  });

  it("agree with spanScores where they are strict", () => {
    fc.assert(
      fc.property(sentencesOfSpans, ({ gold, predicted }) => {
        const { strict } = schemaScores(gold, predicted);
        const { all, byType } = spanScores(gold, predicted);
        assert.deepEqual(
          [strict.all.precision, strict.all.recall, strict.all.f1],
          [all.precision, all.recall, all.f1],
        );
        for (const [type, { f1 }] of Object.entries(byType)) {
          assert.equal(strict.byType[type].f1, f1);
        }
      }),
    );
  });

  it("rise from strict to exact to partial, and from strict to type", () => {
    fc.assert(
      fc.property(sentencesOfSpans, ({ gold, predicted }) => {
        const { strict, exact, partial, type } = schemaScores(gold, predicted);
        assert.ok(strict.all.f1 <= exact.all.f1);
        assert.ok(exact.all.f1 <= partial.all.f1);
        assert.ok(strict.all.f1 <= type.all.f1);
        assert.ok(partial.all.f1 <= 1 && type.all.f1 <= 1);
      }),
    );
  });

  it("refuse bad input", () => {
    assert.throws(() => schemaScores([], []), { code: "E_USAGE" });
    assert.throws(() => schemaScores([[]], []), { code: "E_USAGE" });
    assert.throws(() => schemaScores([[span("PER", 1, 0)]], [[]]), { code: "E_USAGE" });
  });
});
