import assert from "node:assert/strict";
import fc from "fast-check";
import {
  applySimilarity,
  centeredView,
  fitSimilarity,
  invertSimilarity,
  type Point,
} from "#vision/align/similarity.js";

const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const point = fc.tuple(number(1000), number(1000));

function near(actual: Point, expected: Point): void {
  assert.ok(
    Math.hypot(actual[0] - expected[0], actual[1] - expected[1]) < 1e-6,
    `${actual} ${expected}`,
  );
}

describe("fitSimilarity", () => {
  it("finds the transform that made the points", () => {
    const points: Point[] = [[0, 0], [100, 10], [40, 90]]; // biome-ignore format: a triangle
    fc.assert(
      fc.property(number(3), number(3), point, (a, b, [x, y]) => {
        const moved = points.map((p) => applySimilarity({ a, b, x, y }, p));
        const found = fitSimilarity(points, moved);
        for (const [i, p] of points.entries()) near(applySimilarity(found, p), moved[i]);
      }),
    );
  });

  it("spreads what can't be met over all points: their centre stays", () => {
    const found = fitSimilarity(
      [
        [-1, 0],
        [1, 0],
        [0, 2],
      ],
      [
        [-2, 0],
        [2, 0],
        [0, 1],
      ],
    );
    near(applySimilarity(found, [0, 2 / 3]), [0, 1 / 3]);
  });
});

describe("invertSimilarity", () => {
  it("undoes", () => {
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(scale, number(3), point, point, (a, b, [x, y], p) => {
        const transform = { a, b, x, y };
        near(applySimilarity(invertSimilarity(transform), applySimilarity(transform, p)), p);
      }),
    );
  });
});

describe("centeredView", () => {
  it("has its centre in the middle and its side as long as told", () => {
    const view = centeredView([30, 40], 20, Math.PI / 2, 10);
    near(applySimilarity(view, [5, 5]), [30, 40]);
    near(applySimilarity(view, [0, 0]), [40, 30]);
  });
});
