import assert from "node:assert/strict";
import {
  Block,
  createPredictor,
  createTrainingProgram,
  type Feeds,
  type InputValues,
  loadEngine,
  type Network,
  randomStream,
  reshape,
  type Value,
} from "@mltl/core";
import { lstm } from "#core/ops/lstm.js";
import { reverseSequence } from "#core/ops/reverse-sequence.js";
import { segmentMax } from "#core/ops/segment-max.js";
import { checkOperation, integers, learnt } from "./check-operation.js";

function run(feeds: Feeds, apply: (inputs: InputValues) => Value) {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => {
      const dtype = data instanceof Float32Array ? ("float32" as const) : ("int32" as const);
      return [name, { dtype, shape }];
    }),
  );
  const predictor = createPredictor({ inputs, blocks: [], forward: (_, given) => apply(given) });
  const { data } = predictor.run(feeds);
  predictor.dispose();
  return [...data];
}

describe("operations over sequences", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("an LSTM agrees with step-by-step composition and with finite differences", () => {
    const inputs = [learnt([5, 3, 4], 1), learnt([4 + 6, 24], 2, 0.4), learnt([24], 3, 0.4)];
    checkOperation(([x, kernel, bias]) => lstm(x, kernel, bias, 6), inputs);
  });

  it("an LSTM of one sequence, whatever its steps are a multiple of", () => {
    for (const steps of [1, 2, 4, 7, 8]) {
      const inputs = [learnt([steps, 1, 2], steps), learnt([2 + 3, 12], 5, 0.5), learnt([12], 6)];
      checkOperation(([x, kernel, bias]) => lstm(x, kernel, bias, 3), inputs);
    }
  });

  it("turns each sequence round within its length", () => {
    const feeds = {
      x: { shape: [3, 3, 1], data: Float32Array.of(1, 4, 7, 2, 5, 8, 3, 6, 9) },
      lengths: integers([3], [3, 2, 1]),
    };
    const turned = run(feeds, ({ x, lengths }) => reverseSequence(x, lengths, 1));
    assert.deepEqual(turned, [3, 5, 7, 2, 4, 8, 1, 6, 9]);
    const inputs = [learnt([4, 3, 2], 7), integers([3], [4, 2, 1])];
    checkOperation(([x, lengths]) => reverseSequence(x, lengths, 2), inputs);
  });

  it("takes the largest of each segment, down to a single row", () => {
    const inputs = [learnt([6, 3], 8), integers([6], [0, 0, 1, 2, 2, 2])];
    checkOperation(([x, segments]) => segmentMax(x, segments), inputs);
  });

  it("shares the gradient of a largest number between the rows that hold it", () => {
    const block = new Block("rows", randomStream(1));
    const rows = block.weight("x", [3, 1], () => Float32Array.of(2, 1, 2));
    const network: Network = {
      architecture: "rows",
      options: {},
      blocks: [block],
      inputs: { segments: { dtype: "int32", shape: [3] } },
      forward: (context, { segments }) =>
        reshape(segmentMax(context.parameter(rows), segments), []),
    };
    const program = createTrainingProgram({
      network,
      losses: { largest: { inputs: network.inputs, loss: network.forward } },
      predictions: {},
      stages: [
        {
          optimizer: { name: "sgd", momentum: 0, nesterov: false },
          learning: new Map([[block, 1]]),
        },
      ],
      average: false,
    });
    program.step(0, "largest", { segments: integers([3], [0, 0, 0]) }, { rate: 1, seed: 1 });
    assert.deepEqual([...(program.weights().get("rows/x")?.data ?? [])], [1.5, 1, 1.5]);
    program.dispose();
  });
});
