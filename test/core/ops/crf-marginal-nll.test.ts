import assert from "node:assert/strict";
import { type CrfMask, FORBIDDEN, maskScores } from "#core/crf/scores.js";
import { loadEngine } from "#core/engine/engine.js";
import type { Value } from "#core/operation/operation.js";
import { crfMarginalNll } from "#core/ops/crf-marginal-nll.js";
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
const LENGTHS = [4, 2, 3];
const BATCH = LENGTHS.length;
/** Labels that each step of each sentence may have. */
const ALLOWED = [
  ["0", "12", "012"],
  ["01", "1", "0"],
  ["2", "", "12"],
  ["012", "", ""],
];
const MASK: CrfMask = {
  start: new Float32Array(K),
  transitions: Float32Array.of(0, 0, FORBIDDEN, 0, 0, 0, 0, 0, 0),
  end: new Float32Array(K),
};

const apply =
  (options: CrfNllOptions = {}) =>
  ([emissions, start, transitions, end, allowed, lengths]: readonly Value[]) =>
    crfMarginalNll(emissions, { start, transitions, end }, allowed, lengths, options);

const bits = (allowed: readonly (readonly string[])[]) =>
  allowed.flatMap((row) =>
    row.flatMap((labels) => [0, 1, 2].map((label) => Number(labels.includes(String(label))))),
  );

function problem(allowed = ALLOWED, scale = 1): CheckedInput[] {
  return [
    learnt([TIME, BATCH, K], "emissions", scale),
    learnt([K], "start"),
    learnt([K, K], "transitions"),
    learnt([K], "end"),
    integers([TIME, BATCH, K], bits(allowed)),
    integers([BATCH], LENGTHS),
  ];
}

/** By definition: the share of the allowed paths among all, sentence by sentence. */
function enumerated(inputs: readonly CheckedInput[], mask?: CrfMask): number {
  const [emissions, start, transitions, end] = inputs.map(({ data }) => data);
  const scores = { start, transitions, end } as CrfMask;
  const { start: s, transitions: t, end: e } = mask ? maskScores(scores, mask) : scores;
  const losses = LENGTHS.map((length, b) => {
    const [all, known] = [0, 0].map(() => ({ sum: 0 }));
    for (let code = 0; code < K ** length; code++) {
      const path = Array.from({ length }, (_, i) => Math.floor(code / K ** i) % K);
      const score = path.reduce(
        (sum, label, i) =>
          sum +
          emissions[(i * BATCH + b) * K + label] +
          (i > 0 ? t[path[i - 1] * K + label] : s[label]),
        e[path[length - 1]],
      );
      all.sum += Math.exp(score);
      if (path.every((label, i) => ALLOWED[i][b].includes(String(label)))) {
        known.sum += Math.exp(score);
      }
    }
    return Math.log(all.sum / known.sum);
  });
  return losses.reduce((sum, loss) => sum + loss) / BATCH;
}

function run(inputs: readonly CheckedInput[], options?: CrfNllOptions) {
  const { output, gradients } = runOperation(apply(options), inputs);
  return { value: output.data[0], gradients: gradients.map(({ data }) => data) };
}

const close = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} v ${expected}`);

describe("crfMarginalNll", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("agrees with its composition and with finite differences", () => {
    checkOperation(apply(), problem());
    checkOperation(apply({ reduction: "token", mask: MASK }), problem());
  });

  it("is minus the log of the share of the paths that are allowed", () => {
    const inputs = problem();
    close(run(inputs).value, enumerated(inputs));
    close(run(inputs, { mask: MASK }).value, enumerated(inputs, MASK));
  });

  it("is the likelihood of the gold path where one label a step is allowed", () => {
    const gold = [
      [0, 1, 2],
      [1, 1, 0],
      [2, 0, 1],
      [0, 0, 0],
    ];
    const inputs = problem(gold.map((row) => row.map(String)));
    const golds = [...inputs.slice(0, 4), integers([TIME, BATCH], gold.flat()), inputs[5]];
    const plain = runOperation(
      ([emissions, start, transitions, end, gold, lengths]) =>
        crfNll(emissions, { start, transitions, end }, gold, lengths),
      golds,
    );
    const marginal = run(inputs);
    close(marginal.value, plain.output.data[0]);
    marginal.gradients.forEach((gradient, i) => {
      gradient.forEach((slope, at) => {
        close(slope, plain.gradients[i].data[at]);
      });
    });
  });

  it("is 0 and teaches nothing where everything is allowed", () => {
    const all = ALLOWED.map((row) => row.map(() => "012"));
    const { value, gradients } = run(problem(all, 3));
    close(value, 0);
    for (const gradient of gradients) for (const slope of gradient) close(slope, 0);
  });

  it("stays finite where what isn't allowed has the best emission by far", () => {
    const allowed = ALLOWED.map((row) => row.map(() => "01"));
    const emissions = Float32Array.from({ length: TIME * BATCH * K }, (_, i) =>
      i % K === 2 ? 500 : i % K,
    );
    const inputs = problem(allowed);
    const { value, gradients } = run([{ ...inputs[0], data: emissions }, ...inputs.slice(1)]);
    // Some 499 nats a step, of which the probabilities' range shows the last 120.
    assert.ok(Number.isFinite(value) && value > 100, `${value}`);
    for (const gradient of gradients) {
      for (const slope of gradient) assert.ok(Number.isFinite(slope), `${slope}`);
    }
  });
});
