import assert from "node:assert/strict";
import { crfDecode } from "#core/crf/decode.js";
import { crfLattice, crfSpanProbability } from "#core/crf/lattice.js";
import { type CrfMask, type CrfScores, FORBIDDEN, maskScores } from "#core/crf/scores.js";
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
    paths.push({ path, score: scoreOf(path, emissions, scores) });
  }
  return paths;
}

/** O, then B, I, E and S of each type. */
function bioesMask(types: number): CrfMask {
  const labels = [..."O", ...Array.from({ length: types }, () => [..."BIES"]).flat()];
  const isInside = (label: string) => label === "I" || label === "E";
  const allowed = (i: number, j: number) => {
    if (labels[i] !== "B" && labels[i] !== "I") return !isInside(labels[j]);
    return isInside(labels[j]) && Math.ceil(i / 4) === Math.ceil(j / 4);
  };
  return {
    start: Float32Array.from(labels, (label) => (isInside(label) ? FORBIDDEN : 0)),
    transitions: Float32Array.from(
      labels.flatMap((_, i) => labels.map((_, j) => (allowed(i, j) ? 0 : FORBIDDEN))),
    ),
    end: Float32Array.from(labels, (label) => (label === "B" || label === "I" ? FORBIDDEN : 0)),
  };
}

/** A path's score, by definition. */
function scoreOf(path: readonly number[], emissions: Float32Array, scores: CrfScores): number {
  const labels = scores.start.length;
  let score = scores.start[path[0]] + scores.end[path[path.length - 1]];
  path.forEach((label, t) => {
    score += emissions[t * labels + label];
    if (t > 0) score += scores.transitions[path[t - 1] * labels + label];
  });
  return score;
}

/** The best path's score: every step to every label, nothing left out. */
function bestScore(emissions: Float32Array, steps: number, scores: CrfScores): number {
  const { start, transitions, end } = scores;
  const labels = [...start.keys()];
  let best = labels.map((j) => start[j] + emissions[j]);
  for (let t = 1; t < steps; t++) {
    const before = best;
    best = labels.map(
      (j) =>
        Math.max(...labels.map((i) => before[i] + transitions[i * labels.length + j])) +
        emissions[t * labels.length + j],
    );
  }
  return Math.max(...labels.map((j) => best[j] + end[j]));
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
    for (let trial = 0; trial < 50; trial++) {
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

  it("finds the best path in BIOES, whatever the scores are like", () => {
    const mask = bioesMask(6);
    const labels = mask.start.length;
    const steps = 40;
    const random = randomStream("bioes");
    const draw = (count: number, spread: number) =>
      Float32Array.from({ length: count }, () => spread * random.normal());
    // Untrained, where steps tie; at odds with the emissions; clear; and such that the mask loses.
    for (const [ofSteps, ofEmissions] of [
      [0, 0],
      [0, 0.3],
      [1, 1],
      [5, 1],
      [1, 6],
      [1, 2e4],
    ]) {
      for (let trial = 0; trial < 5; trial++) {
        const scores = maskScores(
          {
            start: draw(labels, ofSteps),
            transitions: draw(labels * labels, ofSteps),
            end: draw(labels, ofSteps),
          },
          mask,
        );
        const emissions = draw(steps * labels, ofEmissions);
        const path = crfDecode(emissions, 0, labels, steps, scores);
        const expected = bestScore(emissions, steps, scores);
        close(scoreOf([...path], emissions, scores), expected, 1e-9 * Math.abs(expected) + 1e-9);
      }
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
