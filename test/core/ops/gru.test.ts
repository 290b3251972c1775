import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { biGru } from "#core/network/bigru.js";
import { Block } from "#core/network/block.js";
import type { Value } from "#core/operation/operation.js";
import { gru } from "#core/ops/gru.js";
import { createPredictor } from "#core/program/predictor.js";
import { randomStream } from "#core/random/random.js";
import { checkOperation, fixed, integers, learnt } from "./check-operation.js";

describe("GRU", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  const apply =
    (inputs: number, units: number) =>
    ([x, gates, gatesBias, candidate, candidateBias]: readonly Value[]) =>
      gru(x, { gates, gatesBias, candidate, candidateBias }, { inputs, units });
  const problem = (time: number, batch: number, inputs: number, units: number) => [
    learnt([time, batch, inputs], "x"),
    learnt([inputs + units, 2 * units], "gates", 0.4),
    learnt([2 * units], "gates bias", 0.4),
    learnt([inputs + units, units], "candidate", 0.4),
    learnt([units], "candidate bias", 0.4),
  ];

  it("agrees with step-by-step composition and with finite differences", () => {
    checkOperation(apply(4, 5), problem(6, 3, 4, 5));
  });

  it("agrees for one step of one sequence", () => {
    checkOperation(apply(2, 3), problem(1, 1, 2, 3));
  });

  it("reads both ways within each sequence's length, whatever the padding holds", () => {
    const block = new Block("encoder", randomStream("gru"));
    const layer = biGru(block, "gru", 2, 3);
    const inputs = {
      x: { dtype: "float32", shape: [-1, -1, 2] },
      lengths: { dtype: "int32", shape: [-1] },
    } as const;
    const predictor = createPredictor({
      inputs,
      blocks: [block],
      forward: (_, { x, lengths }) => layer.apply(x, lengths),
    });
    const short = fixed([2, 1, 2], "short").data;
    const long = fixed([4, 1, 2], "long").data;
    const joined = new Float32Array(4 * 2 * 2).fill(1000);
    for (let t = 0; t < 4; t++) {
      joined.set(long.subarray(t * 2, t * 2 + 2), t * 4 + 2);
      if (t < 2) joined.set(short.subarray(t * 2, t * 2 + 2), t * 4);
    }
    const run = (data: Float32Array | Int32Array, shape: number[], lengths: number[]) =>
      predictor.run({ x: { shape, data }, lengths: integers([lengths.length], lengths) }).data;
    const batch = run(joined, [4, 2, 2], [2, 4]);
    const alone = [run(short, [2, 1, 2], [2]), run(long, [4, 1, 2], [4])];
    [2, 4].forEach((length, b) => {
      for (let t = 0; t < length; t++) {
        for (let i = 0; i < 6; i++) {
          const difference = batch[(t * 2 + b) * 6 + i] - alone[b][t * 6 + i];
          assert.ok(Math.abs(difference) < 1e-6, `step ${t} of sequence ${b}`);
        }
      }
    });
    predictor.dispose();
  });
});
