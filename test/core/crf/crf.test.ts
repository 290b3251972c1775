import assert from "node:assert/strict";
import { crfDecode } from "#core/crf/decode.js";
import { crfLattice, crfSpanProbability } from "#core/crf/lattice.js";
import { type CrfScores, FORBIDDEN, maskScores } from "#core/crf/scores.js";
import { randomStream } from "#core/random/random.js";

const K = 3;
const LENGTH = 4;

function randomScores(seed: string): { emissions: Float32Array; scores: CrfScores } {
  const random = randomStream(seed);
  const draw = (count: number) => Float32Array.from({ length: count }, () => 2 * random.normal());
  return {
    emissions: draw(LENGTH * K),
    scores: { start: draw(K), transitions: draw(K * K), end: draw(K) },
  };
}

/** Every path and its score, by definition. */
function allPaths(emissions: Float32Array, scores: CrfScores): { path: number[]; score: number }[] {
  const paths: { path: number[]; score: number }[] = [];
  for (let code = 0; code < K ** LENGTH; code++) {
    const path = Array.from({ length: LENGTH }, (_, t) => Math.floor(code / K ** t) % K);
    let score = scores.start[path[0]] + scores.end[path[LENGTH - 1]];
    path.forEach((label, t) => {
      score += emissions[t * K + label];
      if (t > 0) score += scores.transitions[path[t - 1] * K + label];
    });
    paths.push({ path, score });
  }
  return paths;
}

const close = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} v ${expected}`);

describe("CRF", () => {
  const { emissions, scores } = randomScores("crf");
  const paths = allPaths(emissions, scores);
  const partition = paths.reduce((sum, { score }) => sum + Math.exp(score), 0);

  it("sums over every path", () => {
    const { logPartition } = crfLattice(emissions, 0, K, LENGTH, scores);
    close(logPartition, Math.log(partition));
  });

  it("finds the best path", () => {
    const best = paths.reduce((a, b) => (b.score > a.score ? b : a));
    assert.deepEqual([...crfDecode(emissions, 0, K, LENGTH, scores)], best.path);
  });

  it("gives a span the probability of all paths that carry it", () => {
    const lattice = crfLattice(emissions, 0, K, LENGTH, scores);
    const matching = paths.filter(({ path }) => path[1] === 2 && path[2] === 0);
    const expected = matching.reduce((sum, { score }) => sum + Math.exp(score), 0) / partition;
    close(crfSpanProbability(emissions, 0, K, scores, lattice, 1, [2, 0]), expected);
  });

  it("reads a sequence inside a batch by offset and stride", () => {
    const batched = new Float32Array(LENGTH * 2 * K);
    for (let t = 0; t < LENGTH; t++) {
      batched.set(emissions.subarray(t * K, (t + 1) * K), t * 2 * K + K);
    }
    const alone = crfLattice(emissions, 0, K, LENGTH, scores).logPartition;
    close(crfLattice(batched, K, 2 * K, LENGTH, scores).logPartition, alone, 1e-9);
  });

  it("never takes a forbidden step, however good it looks", () => {
    const mask = {
      start: new Float32Array(K),
      transitions: Float32Array.from({ length: K * K }, (_, i) =>
        i % (K + 1) === 0 ? 0 : FORBIDDEN,
      ),
      end: new Float32Array(K),
    };
    const path = crfDecode(
      emissions.map((value) => 100 * value),
      0,
      K,
      LENGTH,
      maskScores(scores, mask),
    );
    assert.equal(new Set(path).size, 1);
  });

  it("finds the best path under masks that forbid half of the steps, or all", () => {
    const random = randomStream("masks");
    for (let trial = 0; trial < 200; trial++) {
      const { emissions, scores } = randomScores(`masked ${trial}`);
      const share = trial % 5 === 0 ? 1 : 0.5;
      const forbid = (count: number) =>
        Float32Array.from({ length: count }, () => (random.next() < share ? FORBIDDEN : 0));
      const masked = maskScores(scores, {
        start: forbid(K),
        transitions: forbid(K * K),
        end: forbid(K),
      });
      const best = allPaths(emissions, masked).reduce((a, b) => (b.score > a.score ? b : a));
      const path = crfDecode(emissions, 0, K, LENGTH, masked);
      const score = allPaths(emissions, masked).find((one) => one.path.join() === path.join());
      close(score?.score ?? Number.NaN, best.score);
    }
  });

  it("keeps probabilities where the mask forbids most steps", () => {
    const mask = {
      start: Float32Array.of(0, FORBIDDEN, FORBIDDEN),
      transitions: Float32Array.from({ length: K * K }, (_, i) =>
        i % (K + 1) === 0 ? 0 : FORBIDDEN,
      ),
      end: new Float32Array(K),
    };
    const masked = maskScores(scores, mask);
    const lattice = crfLattice(emissions, 0, K, LENGTH, masked);
    const probability = (labels: readonly number[]) =>
      crfSpanProbability(emissions, 0, K, masked, lattice, 0, labels);
    close(probability([0, 0, 0, 0]), 1);
    assert.equal(probability([0, 1]), 0);
    assert.equal(probability([1]), 0);
  });
});
