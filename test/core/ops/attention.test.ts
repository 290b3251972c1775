import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { Block } from "#core/network/block.js";
import { attention } from "#core/ops/attention.js";
import { layerNorm } from "#core/ops/layer-norm.js";
import { createPredictor } from "#core/program/predictor.js";
import { randomStream } from "#core/random/random.js";
import { checkOperation, fixed, integers, learnt } from "./check-operation.js";

describe("attention and layer normalisation", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("layer normalisation agrees with its composition and with finite differences", () => {
    const inputs = [learnt([2, 3, 4], 1, 2), learnt([4], 2), learnt([4], 3)];
    checkOperation(([x, gamma, beta]) => layerNorm(x, gamma, beta), inputs);
  });

  it("attention agrees with its composition and with finite differences", () => {
    const inputs = [learnt([2, 2, 6], 4), learnt([2, 3, 6], 5), learnt([2, 3, 6], 6)];
    checkOperation(
      ([queries, keys, values, mask]) =>
        attention({ queries, keys, values, mask }, { heads: 2, size: 3 }),
      [...inputs, integers([2, 3], [1, 1, 1, 1, 1, 0])],
    );
  });

  it("gives a sentence the same numbers alone and with padding", () => {
    const width = 4;
    const predictor = createPredictor({
      inputs: {
        x: { dtype: "float32", shape: [-1, -1, width] },
        mask: { dtype: "int32", shape: [-1, -1] },
      },
      blocks: [new Block("none", randomStream(1))],
      forward: (_, { x, mask }) =>
        attention({ queries: x, keys: x, values: x, mask }, { heads: 2, size: 2 }),
    });
    const padded = fixed([1, 5, width], 7, 3);
    const short = { shape: [1, 3, width], data: padded.data.slice(0, 3 * width) };
    const alone = predictor.run({ x: short, mask: integers([1, 3], [1, 1, 1]) });
    const beside = predictor.run({ x: padded, mask: integers([1, 5], [1, 1, 1, 0, 0]) });
    predictor.dispose();
    alone.data.forEach((value, i) => {
      assert.ok(Math.abs(value - beside.data[i]) < 1e-6, `${i}: ${value}, ${beside.data[i]}`);
    });
  });
});
