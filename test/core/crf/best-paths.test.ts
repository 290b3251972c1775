import assert from "node:assert/strict";
import fc from "fast-check";
import { crfBestPaths } from "#core/crf/best-paths.js";
import { crfDecode } from "#core/crf/decode.js";
import { crfLattice } from "#core/crf/lattice.js";
import { type CrfScores, FORBIDDEN } from "#core/crf/scores.js";

interface Chain {
  K: number;
  length: number;
  emissions: Float32Array;
  scores: CrfScores;
}

const numbers = (count: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: count, maxLength: count })
    .map((values) => Float32Array.from(values));

/** Chains of up to 4 labels and 5 steps; some steps are forbidden. */
const chains: fc.Arbitrary<Chain> = fc
  .record({ K: fc.integer({ min: 1, max: 4 }), length: fc.integer({ min: 1, max: 5 }) })
  .chain(({ K, length }) =>
    fc.record({
      K: fc.constant(K),
      length: fc.constant(length),
      emissions: numbers(length * K),
      scores: fc.record({
        start: numbers(K),
        transitions: fc
          .tuple(
            numbers(K * K),
            fc.array(fc.integer({ min: 0, max: 3 }), { minLength: K * K, maxLength: K * K }),
          )
          .map(([values, dice]) => values.map((x, i) => (dice[i] === 0 ? x + FORBIDDEN : x))),
        end: numbers(K),
      }),
    }),
  );

/** Scores of all paths without a forbidden step, by definition, best first. */
function allPaths({ K, length, emissions, scores }: Chain) {
  const paths: { path: number[]; score: number }[] = [];
  for (let code = 0; code < K ** length; code++) {
    const path = Array.from({ length }, (_, t) => Math.floor(code / K ** t) % K);
    let score = scores.start[path[0]] + scores.end[path[length - 1]];
    path.forEach((label, t) => {
      score += emissions[t * K + label];
      if (t > 0) score += scores.transitions[path[t - 1] * K + label];
    });
    if (score > FORBIDDEN / 2) paths.push({ path, score });
  }
  return paths.sort((a, b) => b.score - a.score);
}

describe("crfBestPaths", () => {
  it("gives the best paths of all, in order, each once", () => {
    fc.assert(
      fc.property(chains, fc.integer({ min: 1, max: 40 }), (chain, count) => {
        const { K, length, emissions, scores } = chain;
        const all = allPaths(chain);
        // Where every path is forbidden, the least bad ones are all there is.
        if (all.length === 0) return;
        const found = crfBestPaths(emissions, 0, K, length, scores, count);
        assert.equal(found.length, Math.min(count, all.length));
        found.forEach(({ labels, score }, rank) => {
          assert.ok(Math.abs(score - all[rank].score) < 1e-6, `${score} is ${all[rank].score}`);
          const named = all.find(({ path }) => path.join() === [...labels].join());
          assert.ok(named && Math.abs(named.score - score) < 1e-6);
        });
        assert.equal(new Set(found.map(({ labels }) => labels.join())).size, found.length);
      }),
      { numRuns: 300 },
    );
  });

  it("begins with Viterbi's path, and all paths together have probability 1", () => {
    const random = fc.sample(chains, { numRuns: 50, seed: 7 });
    for (const chain of random) {
      const { K, length, emissions, scores } = chain;
      if (allPaths(chain).length === 0) continue;
      const paths = crfBestPaths(emissions, 0, K, length, scores, K ** length);
      const viterbi = crfDecode(emissions, 0, K, length, scores);
      assert.deepEqual([...paths[0].labels], [...viterbi]);
      const { logPartition } = crfLattice(emissions, 0, K, length, scores);
      const sum = paths.reduce((total, { score }) => total + Math.exp(score - logPartition), 0);
      assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
    }
  });

  it("reads a sequence inside a batch by offset and stride", () => {
    const [chain] = fc.sample(
      chains.filter(({ K, length }) => K > 2 && length > 3),
      { numRuns: 1, seed: 3 },
    );
    const { K, length, emissions, scores } = chain;
    const batch = new Float32Array(length * 2 * K);
    for (let t = 0; t < length; t++) {
      batch.set(emissions.subarray(t * K, t * K + K), t * 2 * K + K);
    }
    assert.deepEqual(
      crfBestPaths(batch, K, 2 * K, length, scores, 5),
      crfBestPaths(emissions, 0, K, length, scores, 5),
    );
  });
});
