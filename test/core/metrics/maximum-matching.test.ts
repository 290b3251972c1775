import assert from "node:assert/strict";
import fc from "fast-check";
import { maximumMatching } from "#core/metrics/maximum-matching.js";

/** Tries every pairing. */
function bruteForce(weights: number[][], row = 0, taken: readonly number[] = []): number {
  if (row === weights.length) return 0;
  const totals = weights[row].map((weight, column) =>
    taken.includes(column) ? 0 : weight + bruteForce(weights, row + 1, [...taken, column]),
  );
  return Math.max(...totals);
}

const matrices = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(2)).chain(([rows, more]) =>
  fc.array(fc.array(fc.nat(6), { minLength: rows + more, maxLength: rows + more }), {
    minLength: rows,
    maxLength: rows,
  }),
);

describe("maximumMatching", () => {
  it("reaches the greatest weight that any pairing has", () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        const columns = maximumMatching(weights);
        assert.equal(new Set(columns).size, weights.length);
        const total = columns.reduce((sum, column, row) => sum + weights[row][column], 0);
        assert.equal(total, bruteForce(weights));
      }),
    );
  });

  it("gives up the greatest weight for a greater sum", () => {
    assert.deepEqual(
      maximumMatching([
        [5, 4],
        [4, 1],
      ]),
      [1, 0],
    );
  });

  it("has nothing to pair in an empty group", () => {
    assert.deepEqual(maximumMatching([]), []);
  });
});
