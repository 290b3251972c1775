import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { Block } from "#core/network/block.js";
import { zeros } from "#core/network/initializers.js";
import type { Network } from "#core/network/network.js";
import { dropout } from "#core/ops/dropout.js";
import { multiply } from "#core/ops/elementwise.js";
import { meanOfPixels } from "#core/ops/pool.js";
import { softmaxCrossEntropy } from "#core/ops/softmax-cross-entropy.js";
import { createTrainingProgram } from "#core/program/training-program.js";
import { randomStream } from "#core/random/random.js";
import { checkOperation, learnt } from "./check-operation.js";

const WIDTH = 4000;
const RATE = 0.3;

/** What a step's dropout multiplies equal numbers by, seen in their gradients. */
function dropped(learns: "dropping block" | "other block", frozenDropout: boolean, seed: number) {
  const random = randomStream(1);
  const [first, second] = [new Block("first", random), new Block("second", random)];
  const weights = first.weight("weights", [1, WIDTH], zeros);
  const others = second.weight("weights", [1, WIDTH], zeros);
  const network: Network = {
    architecture: "dropping",
    options: {},
    blocks: [first, second],
    inputs: { targets: { dtype: "float32", shape: [1, WIDTH] } },
    forward: (context) => {
      const learning = learns === "dropping block" ? weights : others;
      return dropout(context.parameter(learning), first, { rate: RATE });
    },
  };
  const program = createTrainingProgram({
    network,
    losses: {
      loss: {
        inputs: network.inputs,
        loss: (context, inputs) =>
          softmaxCrossEntropy(network.forward(context, inputs), inputs.targets),
      },
    },
    predictions: {},
    stages: [
      {
        learning: new Map([[learns === "dropping block" ? first : second, 1]]),
        optimizer: { name: "sgd", momentum: 0, nesterov: false },
        frozenDropout,
      },
    ],
    average: false,
  });
  const targets = { shape: [1, WIDTH], data: new Float32Array(WIDTH) };
  program.step(0, "loss", { targets }, { rate: WIDTH, seed });
  const name = learns === "dropping block" ? weights.name : others.name;
  const moved = program.state().get(name)?.data as Float32Array;
  program.dispose();
  return moved.map((value) => -value);
}

describe("dropout", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("zeroes its share, scales the rest, and repeats for a seed", () => {
    const mask = dropped("dropping block", false, 1);
    const zeroes = mask.filter((value) => value === 0).length / WIDTH;
    assert.ok(Math.abs(zeroes - RATE) < 0.03, `${zeroes}`);
    const kept = 256 / (256 - 77); // 77 of a byte's 256 values are the nearest to the share
    for (const value of mask) assert.ok(value === 0 || Math.abs(value / kept - 1) < 1e-4);
    assert.deepEqual(dropped("dropping block", false, 1), mask);
    assert.notDeepEqual(dropped("dropping block", false, 2), mask);
  });

  it("drops nothing in a frozen block unless the stage asks for it", () => {
    assert.ok(dropped("other block", false, 1).every((value) => value !== 0));
    assert.ok(dropped("other block", true, 1).some((value) => value === 0));
  });

  it("has the gradient of what it kept, also where numbers drop together", () => {
    const block = new Block("block", randomStream(1));
    const options = { mode: { drops: true }, composed: false };
    checkOperation(([x]) => dropout(x, block, { rate: 0.5 }), [learnt([4, 5], 1)], options);
    checkOperation(
      ([x, y]) => meanOfPixels(multiply(dropout(x, block, { rate: 0.5, together: [0, 1] }), y)),
      [learnt([2, 3, 2, 2], 2), learnt([2, 3, 2, 2], 3)],
      options,
    );
  });
});
