import assert from "node:assert/strict";
import { crfLattice } from "#core/crf/lattice.js";
import { type CrfMask, FORBIDDEN, maskScores } from "#core/crf/scores.js";
import { loadEngine } from "#core/engine/engine.js";
import type { Value } from "#core/operation/operation.js";
import { crfNll } from "#core/ops/crf-nll.js";
import type { CrfNllOptions } from "#core/ops/crf-scores.js";
import {
  type CheckedInput,
  checkOperation,
  integers,
  learnt,
  runOperation,
} from "./check-operation.js";

const K = 3;
const TIME = 4;
const GOLD = [
  [0, 1, 2],
  [1, 1, 0],
  [2, -1, 1],
  [0, -1, -1],
];
const LENGTHS = [4, 2, 3];
/** Only a label's own repetition is allowed, from any start but 2. */
const MASK: CrfMask = {
  start: Float32Array.of(0, 0, FORBIDDEN),
  transitions: Float32Array.from({ length: K * K }, (_, i) => (i % (K + 1) === 0 ? 0 : FORBIDDEN)),
  end: new Float32Array(K),
};

const apply =
  (options: CrfNllOptions = {}) =>
  ([emissions, start, transitions, end, gold, lengths]: readonly Value[]) =>
    crfNll(emissions, { start, transitions, end }, gold, lengths, options);

function problem({ gold = GOLD, lengths = LENGTHS, scale = 1 } = {}): CheckedInput[] {
  const batch = lengths.length;
  return [
    learnt([gold.length, batch, K], "emissions", scale),
    learnt([K], "start"),
    learnt([K, K], "transitions"),
    learnt([K], "end"),
    integers([gold.length, batch], gold.flat()),
    integers([batch], lengths),
  ];
}

/** By definition: the scores of all paths of each sentence. */
function enumerated(inputs: readonly CheckedInput[], mask?: CrfMask): number[] {
  const [emissions, start, transitions, end, gold, lengths] = inputs.map(({ data }) => data);
  const scores = { start, transitions, end } as CrfMask;
  const { start: s, transitions: t, end: e } = mask ? maskScores(scores, mask) : scores;
  const batch = lengths.length;
  const scoreOf = (b: number, path: readonly number[]) =>
    path.reduce(
      (sum, label, i) =>
        sum +
        emissions[(i * batch + b) * K + label] +
        (i > 0 ? t[path[i - 1] * K + label] : s[label]),
      e[path[path.length - 1]],
    );
  return Array.from(lengths, (length, b) => {
    const paths = Array.from({ length: K ** length }, (_, code) =>
      Array.from({ length }, (_, i) => Math.floor(code / K ** i) % K),
    );
    const partition = paths.reduce((sum, path) => sum + Math.exp(scoreOf(b, path)), 0);
    const right = Array.from({ length }, (_, i) => gold[i * batch + b]);
    return Math.log(partition) - scoreOf(b, right);
  });
}

function run(options: CrfNllOptions, inputs: readonly CheckedInput[]) {
  const { output, gradients } = runOperation(apply(options), inputs);
  return { value: output.data[0], gradients: gradients.map(({ data }) => data) };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const close = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} v ${expected}`);

describe("crfNll", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("agrees with its composition and with finite differences", () => {
    checkOperation(apply(), problem());
    checkOperation(apply({ reduction: "token" }), problem());
  });

  it("agrees for sentences of one word", () => {
    const [emissions, start, transitions, ...rest] = problem({ gold: [[2, 0]], lengths: [1, 1] });
    checkOperation(apply(), [emissions, start, { ...transitions, learning: false }, ...rest]);
  });

  it("sums over every path, as a mean of sentences or of tokens", () => {
    const inputs = problem();
    const expected = sum(enumerated(inputs));
    close(run({}, inputs).value, expected / 3);
    close(run({ reduction: "token" }, inputs).value, expected / sum(LENGTHS));
  });

  it("sums over the paths that the mask allows", () => {
    const gold = [
      [0, 1, 1],
      [0, 1, 1],
      [0, -1, 1],
      [0, -1, -1],
    ];
    const inputs = problem({ gold });
    close(run({ mask: MASK }, inputs).value, sum(enumerated(inputs, MASK)) / 3);
    checkOperation(apply({ mask: MASK }), inputs);
  });

  it("gives forbidden steps no gradient", () => {
    const gold = [[0], [0], [0], [0]];
    const { gradients } = run({ mask: MASK }, problem({ gold, lengths: [4] }));
    const [, start, transitions] = gradients;
    assert.equal(start[2], 0);
    transitions.forEach((slope, i) => {
      if (i % (K + 1) !== 0) assert.equal(slope, 0);
    });
  });

  it("lets padded steps change neither loss nor gradient", () => {
    const plain = problem();
    const emissions = Float32Array.from(plain[0].data);
    const gold = Int32Array.from(plain[4].data);
    LENGTHS.forEach((length, b) => {
      for (let t = length; t < TIME; t++) {
        emissions.fill(1000 * (b + 1), (t * 3 + b) * K, (t * 3 + b + 1) * K);
        gold[t * 3 + b] = t % K;
      }
    });
    const filled = [
      { ...plain[0], data: emissions },
      ...plain.slice(1, 4),
      { ...plain[4], data: gold },
      plain[5],
    ];
    const expected = run({ mask: MASK }, plain);
    const received = run({ mask: MASK }, filled);
    assert.equal(received.value, expected.value);
    assert.deepEqual(received.gradients, expected.gradients);
    LENGTHS.forEach((length, b) => {
      for (let t = length; t < TIME; t++) {
        for (let j = 0; j < K; j++) assert.equal(received.gradients[0][(t * 3 + b) * K + j], 0);
      }
    });
  });

  it("keeps the paths that float32 would lose: 100 nats behind at every step, and needed later", () => {
    const emissions = Float32Array.from([0, -100, 0, -100, -100, 0, 0, -100, 0]);
    const nothing = { start: new Float32Array(K), transitions: new Float32Array(K * K) };
    const scores = { ...nothing, end: Float32Array.of(-350, 0, -350) };
    // Nothing leads to label 1 but itself, so that ending with it takes starting with it.
    const mask = {
      start: new Float32Array(K),
      transitions: Float32Array.of(0, FORBIDDEN, 0, 0, 0, 0, 0, FORBIDDEN, 0),
      end: new Float32Array(K),
    };
    const inputs: CheckedInput[] = [
      { shape: [3, 1, K], data: emissions, learning: true },
      { shape: [K], data: scores.start, learning: true },
      { shape: [K, K], data: scores.transitions, learning: true },
      { shape: [K], data: scores.end, learning: true },
      integers([3, 1], [1, 1, 1]),
      integers([1], [3]),
    ];
    const masked = maskScores(scores, mask);
    const { logPartition } = crfLattice(emissions, 0, K, 3, masked);
    const { value, gradients } = run({ mask }, inputs);
    close(value, logPartition + 300, 1e-3);
    assert.ok(value < 1, `${value}`);
    for (const gradient of gradients) for (const slope of gradient) assert.ok(!Number.isNaN(slope));
  });

  it("stays finite where a forbidden label has the best emission by far", () => {
    const inputs = problem({ gold: [[0], [0], [0], [0]], lengths: [4] });
    const emissions = Float32Array.from({ length: TIME * K }, (_, i) => (i % K === 2 ? 500 : 0));
    const { value, gradients } = run({ mask: MASK }, [
      { ...inputs[0], data: emissions },
      ...inputs.slice(1),
    ]);
    assert.ok(Number.isFinite(value), `${value}`);
    for (const gradient of gradients) {
      for (const slope of gradient) assert.ok(Number.isFinite(slope), `${slope}`);
    }
  });

  it("equals the lattice of each sentence in a batch of 32 with 25 labels", () => {
    const [time, batch, labels] = [18, 32, 25];
    const lengths = Array.from({ length: batch }, (_, b) => 1 + (b % time));
    const gold = Array.from({ length: time * batch }, (_, i) => (i * 7) % labels);
    const inputs: CheckedInput[] = [
      learnt([time, batch, labels], "e", 3),
      learnt([labels], "s"),
      learnt([labels, labels], "t"),
      learnt([labels], "n"),
      integers([time, batch], gold),
      integers([batch], lengths),
    ];
    const [emissions, start, transitions, end] = inputs.map(({ data }) => data as Float32Array);
    const scores = { start, transitions, end };
    const expected = lengths.map((length, b) => {
      const at = (t: number) => gold[t * batch + b];
      let score = start[at(0)] + end[at(length - 1)];
      for (let t = 0; t < length; t++) {
        score += emissions[(t * batch + b) * labels + at(t)];
        if (t > 0) score += transitions[at(t - 1) * labels + at(t)];
      }
      const lattice = crfLattice(emissions, b * labels, batch * labels, length, scores);
      return lattice.logPartition - score;
    });
    close(run({}, inputs).value, sum(expected) / batch, 1e-3);
  });
});
