import assert from "node:assert/strict";
import type { FaceSet } from "#vision/data/face-set.js";
import { faceFigures } from "#vision/evaluate/face-figures.js";
import { surestMistakes } from "#vision/evaluate/mistakes.js";
import { type FacePredictor, scoreFaces } from "#vision/evaluate/score-faces.js";

/** Faces of one pixel, whose level is 10 times what the classifier makes of them. */
function faces(levels: number[], labels: number[], more: Partial<FaceSet> = {}): FaceSet {
  return {
    size: 1,
    count: levels.length,
    pixels: Uint8Array.from(levels, (level) => level * 10),
    labels: Uint8Array.from(labels),
    rows: Int32Array.from(levels.keys()),
    ...more,
  };
}

/** Level 10 k + s: class k with probability 0.5 + s / 20. */
const predictor =
  (classes: number, batches: number[] = []): FacePredictor =>
  (crops, count) => {
    batches.push(count);
    return Float32Array.from({ length: count * classes }, (_, i) => {
      const level = crops[Math.floor(i / classes)];
      const sure = 0.5 + (level % 10) / 20;
      return i % classes === Math.floor(level / 10) ? sure : (1 - sure) / (classes - 1);
    });
  };

const MODEL = ["happy", "sad", "neutral"];

describe("scoring faces", () => {
  it("goes through the rows in batches, whose size changes nothing", () => {
    const set = faces([0, 1, 2, 1, 0], [0, 1, 2, 0, 0], { rows: Int32Array.of(4, 2, 1, 0) });
    const batches: number[] = [];
    const some = scoreFaces(set, predictor(3, batches), { labels: MODEL, batch: 3 });
    assert.deepEqual(batches, [3, 1]);
    assert.deepEqual([...some.rows], [4, 2, 1, 0]);
    assert.deepEqual([...some.predicted], [0, 2, 1, 0]);
    const one = scoreFaces(set, predictor(3), { labels: MODEL, batch: 1 });
    assert.deepEqual(one, some);
  });

  it("joins labels by name, and leaves out and counts what the model doesn't know", () => {
    const labels = ["contempt", "neutral", "happy"];
    const set = faces([2, 0, 2, 1], [1, 2, 0, 0]);
    const scores = scoreFaces(set, predictor(3), { labels, modelLabels: MODEL });
    assert.deepEqual([...scores.rows], [0, 1]);
    assert.deepEqual([...scores.gold], [2, 0]);
    assert.deepEqual([...scores.predicted], [2, 0]);
    assert.deepEqual(scores.leftOut, { contempt: 2 });
  });

  it("refuses labels that have none in common, naming both", () => {
    const set = faces([0], [0]);
    const options = { labels: ["cat", "dog"], modelLabels: MODEL };
    assert.throws(() => scoreFaces(set, predictor(3), options), {
      code: "E_USAGE",
      message: /happy, sad, neutral.*cat, dog/,
    });
  });
});

describe("the figures of faces", () => {
  const set = faces([0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 0]);
  const scores = scoreFaces(set, predictor(3), { labels: MODEL });

  it("are those of their confusions", () => {
    const figures = faceFigures(scores);
    assert.equal(figures.n, 6);
    assert.ok(Math.abs(figures.accuracy - 4 / 6) < 1e-12);
    assert.deepEqual(figures.confusion, [
      [1, 0, 1],
      [1, 2, 0],
      [0, 0, 1],
    ]);
    assert.equal(figures.perClass[1].label, "sad");
    assert.equal(figures.perClass[1].precision, 1);
    assert.ok(Math.abs(figures.calibration.ece - (4 / 6 - 0.5)) < 1e-6);
    const { interval } = figures;
    assert.deepEqual([interval?.units, interval?.count], ["faces", 6]);
    assert.ok((interval?.lower ?? 1) < 4 / 6 && (interval?.upper ?? 0) > 4 / 6);
  });

  it("draw groups as wholes", () => {
    const grouped = faceFigures(scores, { groups: ["a", "a", "a", "b", "b", "b"] });
    assert.deepEqual([grouped.interval?.units, grouped.interval?.count], ["groups", 2]);
    const alone = faceFigures(scores, { groups: Array(6).fill("a") });
    assert.equal(alone.interval, undefined);
    assert.equal(faceFigures(scores, { bootstrap: 0 }).interval, undefined);
  });

  it("list the surest mistakes first", () => {
    const sure = faces([1.2, 0.3, 0.9], [0, 1, 1]);
    const wrong = surestMistakes(scoreFaces(sure, predictor(3), { labels: MODEL }), 2);
    assert.deepEqual(
      wrong.map(({ row, label, predicted }) => [row, label, predicted]),
      [
        [2, "sad", "happy"],
        [1, "sad", "happy"],
      ],
    );
    assert.ok(Math.abs(wrong[0].probability - 0.95) < 1e-6);
  });
});
