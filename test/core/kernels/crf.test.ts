import assert from "node:assert/strict";
import {
  type CrfScores,
  crfDecode,
  crfLattice,
  crfLoss,
  crfSpanProbability,
  FORBIDDEN,
  loadEngine,
  maskScores,
  randomStream,
  tf,
} from "@mltl/core";

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

  describe("loss", () => {
    before(() => loadEngine());

    const gold = [Int32Array.of(0, 2, 1, 1), Int32Array.of(1, 0)];
    const none = {
      start: new Float32Array(K),
      transitions: new Float32Array(K * K),
      end: new Float32Array(K),
    };
    const inputs = () => [
      tf.tensor3d([...emissions, ...emissions.slice().reverse()], [LENGTH, 2, K]),
      tf.tensor1d(scores.start),
      tf.tensor2d(scores.transitions, [K, K]),
      tf.tensor1d(scores.end),
    ];
    const lossOf = (...[e, start, transitions, end]: ReturnType<typeof inputs>) =>
      crfLoss(e as never, { start, transitions, end } as never, none, gold);

    it("has the gradients of finite differences", () => {
      tf.tidy(() => {
        const at = inputs();
        const gradients = tf.grads(lossOf as never)(at);
        const step = 1e-2;
        at.forEach((tensor, which) => {
          const values = tensor.dataSync().slice();
          const gradient = gradients[which].dataSync();
          for (let i = 0; i < values.length; i++) {
            const nudged = (delta: number) => {
              const copy = values.slice();
              copy[i] += delta;
              const others = at.slice();
              others[which] = tf.tensor(copy, tensor.shape) as never;
              return lossOf(...(others as ReturnType<typeof inputs>)).dataSync()[0];
            };
            close(gradient[i], (nudged(step) - nudged(-step)) / (2 * step), 2e-3);
          }
        });
      });
    });

    it("gives padded steps no gradient", () => {
      tf.tidy(() => {
        const [gradient] = tf.grads(lossOf as never)(inputs());
        const values = gradient.dataSync();
        for (const t of [2, 3]) {
          for (let j = 0; j < K; j++) assert.equal(values[(t * 2 + 1) * K + j], 0);
        }
      });
    });

    it("is the mean negative log-likelihood", () => {
      const loss = tf.tidy(
        () =>
          crfLoss(
            tf.tensor3d(emissions, [LENGTH, 1, K]),
            {
              start: tf.tensor1d(scores.start),
              transitions: tf.tensor2d(scores.transitions, [K, K]),
              end: tf.tensor1d(scores.end),
            },
            none,
            [gold[0]],
          ).dataSync()[0],
      );
      const path = paths.find(({ path }) => path.join() === gold[0].join());
      close(loss, Math.log(partition) - (path?.score ?? 0), 1e-4);
    });
  });
});
