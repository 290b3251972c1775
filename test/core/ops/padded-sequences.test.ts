import assert from "node:assert/strict";
import {
  Block,
  dilatedConvolution,
  type InputValues,
  loadEngine,
  randomStream,
  tokenMarginalNll,
  tokenNll,
  transformerLayer,
  type Value,
} from "@mltl/core";
import { attention } from "#core/ops/attention.js";
import { crfMarginalNll } from "#core/ops/crf-marginal-nll.js";
import { crfNll } from "#core/ops/crf-nll.js";
import { relativePositions } from "#core/ops/relative-positions.js";
import { clearPadding, sequenceMask } from "#core/ops/sequence-mask.js";
import { stepWindows } from "#core/ops/step-windows.js";
import { transpose } from "#core/ops/transpose.js";
import { createPredictor } from "#core/program/predictor.js";
import { type CheckedInput, checkOperation, fixed, integers, learnt } from "./check-operation.js";

function run(inputs: readonly CheckedInput[], apply: (values: readonly Value[]) => Value) {
  const named = inputs.map((input, i) => [`x${i}`, input] as const);
  const predictor = createPredictor({
    inputs: Object.fromEntries(
      named.map(([name, { data, shape }]) => [
        name,
        { dtype: data instanceof Float32Array ? ("float32" as const) : ("int32" as const), shape },
      ]),
    ),
    blocks: [],
    forward: (_, given: InputValues) => apply(named.map(([name]) => given[name])),
  });
  const { data, shape } = predictor.run(Object.fromEntries(named));
  predictor.dispose();
  return { shape, data: [...data] };
}

const floats = (shape: readonly number[], values: readonly number[]): CheckedInput => ({
  shape,
  data: Float32Array.from(values),
  learning: false,
});

describe("operations over padded sequences", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("put axes in another order", () => {
    const { shape, data } = run([floats([1, 2, 3], [1, 2, 3, 4, 5, 6])], ([x]) =>
      transpose(x, [2, 0, 1]),
    );
    assert.deepEqual(
      [shape, data],
      [
        [3, 1, 2],
        [1, 4, 2, 5, 3, 6],
      ],
    );
    checkOperation(([x]) => transpose(x, [2, 0, 1]), [learnt([2, 3, 4], 1)]);
  });

  it("tell steps from padding", () => {
    const x = floats([3, 2, 1], [1, 2, 3, 4, 5, 6]);
    const lengths = integers([2], [3, 1]);
    assert.deepEqual(run([x, lengths], ([x, n]) => sequenceMask(x, n)).data, [1, 1, 1, 1, 0, 0]);
    assert.deepEqual(run([x, lengths], ([x, n]) => clearPadding(x, n)).data, [1, 2, 3, 0, 5, 0]);
    checkOperation(([x, n]) => clearPadding(x, n), [learnt([3, 2, 2], 2), lengths]);
  });

  it("show each step with the steps a dilation away, nothing beyond the ends", () => {
    const x = floats([4, 1, 1], [1, 2, 3, 4]);
    const windows = (dilation: number) =>
      run([x], ([x]) => stepWindows(x, { dilation, width: 1 })).data;
    assert.deepEqual(windows(1), [0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 0]);
    assert.deepEqual(windows(2), [0, 1, 3, 0, 2, 4, 1, 3, 0, 2, 4, 0]);
    assert.deepEqual(windows(5), [0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0]);
    for (const dilation of [1, 3, 7]) {
      const options = { dilation, width: 2 };
      checkOperation(([x]) => stepWindows(x, options), [learnt([4, 3, 2], dilation)]);
    }
  });

  it("count how far steps are apart, up to a limit", () => {
    const { shape, data } = run([floats([3, 1], [0, 0, 0])], ([x]) =>
      relativePositions(x, { farthest: 1 }),
    );
    assert.deepEqual(
      [shape, data],
      [
        [3, 3],
        [1, 2, 2, 0, 1, 2, 0, 0, 1],
      ],
    );
  });

  it("attention with a bias agrees with its composition and with finite differences", () => {
    const inputs = [learnt([2, 2, 6], 4), learnt([2, 3, 6], 5), learnt([2, 3, 6], 6)];
    checkOperation(
      ([queries, keys, values, mask, bias]) =>
        attention({ queries, keys, values, mask, bias }, { heads: 2, size: 3 }),
      [...inputs, integers([2, 3], [1, 1, 1, 1, 1, 0]), learnt([2, 2, 3], 7)],
    );
  });

  it("losses of labels chosen one by one are a CRF's without scores of steps", () => {
    const emissions = learnt([3, 2, 4], 8, 2);
    const gold = integers([3, 2], [0, 3, 2, 1, 1, 0]);
    const lengths = integers([2], [3, 2]);
    const allowed = integers(
      [3, 2, 4],
      [1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0],
    );
    const zeros = (shape: readonly number[]) => fixed(shape, 0, 0);
    const crf = [zeros([4]), zeros([4, 4]), zeros([4])];
    const near = (a: readonly number[], b: readonly number[]) =>
      assert.ok(Math.abs(a[0] - b[0]) < 1e-5, `${a} and ${b}`);
    near(
      run([emissions, gold, lengths], ([x, y, n]) => tokenNll(x, y, n)).data,
      run([emissions, gold, lengths, ...crf], ([x, y, n, start, transitions, end]) =>
        crfNll(x, { start, transitions, end }, y, n),
      ).data,
    );
    near(
      run([emissions, allowed, lengths], ([x, y, n]) => tokenMarginalNll(x, y, n)).data,
      run([emissions, allowed, lengths, ...crf], ([x, y, n, start, transitions, end]) =>
        crfMarginalNll(x, { start, transitions, end }, y, n),
      ).data,
    );
    checkOperation(([x, y, n]) => tokenNll(x, y, n), [emissions, gold, lengths]);
    checkOperation(([x, y, n]) => tokenMarginalNll(x, y, n), [emissions, allowed, lengths]);
  });
});

describe("layers over padded sequences", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  const lengths = integers([2], [4, 2]);

  it("a dilated convolution agrees with its composition and with finite differences", () => {
    const block = new Block("encoder", randomStream(1));
    const layer = dilatedConvolution(block, "convolution", { inputs: 3, units: 4, dilation: 2 });
    checkOperation(([x, n]) => layer(x, n), [learnt([4, 2, 3], 1), lengths], {
      parameters: block.parameters,
      differences: false,
    });
  });

  it("a dilated convolution of as many units as inputs begins as the identity", () => {
    const block = new Block("encoder", randomStream(1));
    dilatedConvolution(block, "convolution", { inputs: 2, units: 2, dilation: 1 });
    const [kernel] = block.parameters;
    assert.deepEqual([...kernel.values], [0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
  });

  it("a Transformer's layer agrees with its composition", () => {
    const block = new Block("encoder", randomStream(2));
    const options = { width: 4, heads: 2, inner: 6, farthest: 2, dropout: 0 };
    const layer = transformerLayer(block, "layer", options);
    const distances = block.parameters.find(({ name }) => name.endsWith("distances"));
    distances?.values.set([0.5, -1, 2, 0, 1, -0.5, 0.3, 0.7, -2, 1]);
    checkOperation(([x, n]) => layer(x, n), [learnt([4, 2, 4], 3), lengths], {
      parameters: block.parameters,
      differences: false,
      tolerance: 1e-4,
    });
  });
});
