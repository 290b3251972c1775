import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import type { FaceSet } from "#vision/data/face-set.js";
import { faceMetrics } from "#vision/evaluate/face-metrics.js";
import { scoreFaces } from "#vision/evaluate/score-faces.js";
import { faceAnswers, faceItemScore } from "#vision/train/face-answers.js";

const LABELS = ["happy", "sad", "neutral"];
const COUNT = 90;

const random = randomStream("faces");
const set: FaceSet = {
  size: 1,
  count: COUNT,
  pixels: Uint8Array.from({ length: COUNT }, () => random.integer(3)),
  labels: Uint8Array.from({ length: COUNT }, () => random.integer(3)),
  rows: Int32Array.from({ length: COUNT - 1 }, (_, i) => COUNT - 1 - i),
  columns: { subject: Array.from({ length: COUNT }, (_, i) => `person ${i % 7}`) },
};

/** What a face's pixel says. */
const scores = scoreFaces(
  set,
  (crops, count) =>
    Float32Array.from({ length: count * 3 }, (_, i) =>
      crops[Math.floor(i / 3)] === i % 3 ? 0.8 : 0.1,
    ),
  { labels: LABELS },
);

describe("answers to faces", () => {
  it("add up to the figures", () => {
    const { gold, predicted, labels } = faceAnswers(scores, set);
    const figures = faceMetrics(scores);
    for (const metric of ["accuracy", "balancedAccuracy", "macroF1"] as const) {
      const score = faceItemScore(metric);
      assert.ok(score);
      const rows = gold.map((right, i) => score.counts(right, predicted[i], labels));
      const totals = Float64Array.from(rows[0], (_, j) =>
        rows.reduce((sum, row) => sum + row[j], 0),
      );
      assert.ok(Math.abs(score.score(totals) - figures[metric]) < 1e-12, metric);
    }
    assert.equal(faceItemScore("ece"), undefined);
    assert.equal(faceItemScore("constructor"), undefined);
  });

  it("know persons by numbers, where persons are known", () => {
    assert.equal(faceAnswers(scores, set).groups, undefined);
    const { groups } = faceAnswers(scores, set, "subject");
    assert.deepEqual(groups?.slice(0, 8), [0, 1, 2, 3, 4, 5, 6, 0]);
    assert.equal(faceAnswers(scores, set, "^(S[0-9]+)_").groups, undefined);
  });
});
