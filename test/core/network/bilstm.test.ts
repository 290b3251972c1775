import assert from "node:assert/strict";
import { Block, createPredictor, loadEngine, randomStream, tensorPredictor } from "@mltl/core";
import { biLstm } from "#core/network/bilstm.js";
import { checkOperation, fixed, integers, learnt } from "../ops/check-operation.js";

describe("a BiLSTM", () => {
  before(() => loadEngine());

  const block = new Block("encoder", randomStream(1));
  const layer = biLstm(block, "lstm", 3, 4);
  const prediction = {
    inputs: {
      x: { dtype: "float32", shape: [-1, -1, 3] },
      lengths: { dtype: "int32", shape: [-1] },
    },
    blocks: [block],
    forward: layerForward,
  } as const;
  function layerForward(
    _: unknown,
    { x, lengths }: Parameters<Parameters<typeof createPredictor>[0]["forward"]>[1],
  ) {
    return layer.apply(x, lengths);
  }

  for (const make of [createPredictor, tensorPredictor]) {
    it(`gives a sentence the same states alone and beside a longer one (${make.name})`, () => {
      const predictor = make(prediction);
      const short = fixed([2, 1, 3], 1);
      const alone = predictor.run({ x: short, lengths: integers([1], [2]) }).data;
      const both = fixed([5, 2, 3], 2, 9);
      for (const step of [0, 1]) {
        both.data.set(short.data.subarray(3 * step, 3 * step + 3), 6 * step);
      }
      const beside = predictor.run({ x: both, lengths: integers([2], [2, 5]) }).data;
      alone.forEach((value, i) => {
        assert.ok(Math.abs(value - beside[Math.floor(i / 8) * 16 + (i % 8)]) < 1e-6);
      });
      predictor.dispose();
    });
  }

  it("has the gradients of its composition and of finite differences", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    checkOperation(
      ([x, lengths]) => layer.apply(x, lengths),
      [learnt([4, 2, 3], 3), integers([2], [4, 2])],
      { parameters: block.parameters },
    );
  });
});
