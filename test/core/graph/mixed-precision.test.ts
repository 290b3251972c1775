import assert from "node:assert/strict";
import {
  add,
  Block,
  convNorm,
  createTrainingProgram,
  denseLayer,
  loadEngine,
  maxPool,
  meanOfPixels,
  type Network,
  type Precision,
  randomStream,
  type StepOutcome,
  softmaxCrossEntropy,
  type TrainingProgram,
} from "@mltl/core";
import { attr, FLOAT } from "#core/graph/attribute.js";
import { GraphWriter } from "#core/graph/graph-writer.js";
import { withMixedPrecision } from "#core/graph/mixed-precision.js";
import { requireBfloat16 } from "#core/graph/require-bfloat16.js";

const CLASSES = 3;

/** A stem, a pool and a residual block, so that every kind of node between convolutions is there. */
function residualNetwork(): Network {
  const random = randomStream(1, "weights");
  const body = new Block("body", random);
  const first = convNorm(body, "first", { inputs: 1, outputs: 16, kernel: 3 });
  const second = convNorm(body, "second", { inputs: 16, outputs: 16, kernel: 3 });
  const head = new Block("head", random);
  const classify = denseLayer(head, "logits", 16, CLASSES, "label");
  return {
    architecture: "residual",
    options: {},
    blocks: [body, head],
    inputs: { faces: { dtype: "float32", shape: [-1, 12, 12, 1] } },
    forward(_, { faces }) {
      const pooled = maxPool(first(faces), { size: 2 });
      return classify(meanOfPixels(add(second(pooled), pooled)));
    },
  };
}

function programOf(precision: Precision): TrainingProgram {
  const network = residualNetwork();
  return createTrainingProgram({
    network,
    losses: {
      faces: {
        inputs: { ...network.inputs, targets: { dtype: "float32", shape: [-1, CLASSES] } },
        loss: (context, inputs) =>
          softmaxCrossEntropy(network.forward(context, inputs), inputs.targets),
      },
    },
    predictions: {
      logits: {
        inputs: network.inputs,
        blocks: network.blocks,
        forward: (context, inputs) => network.forward(context, inputs),
      },
    },
    stages: [
      {
        learning: new Map(network.blocks.map((block) => [block, 1])),
        optimizer: { name: "sgd", momentum: 0.9, nesterov: false },
        clipNorm: 5,
      },
    ],
    average: false,
    precision,
  });
}

const random = randomStream(2, "faces");
const faces = {
  shape: [8, 12, 12, 1],
  data: Float32Array.from({ length: 8 * 144 }, () => random.normal()),
};
const targets = {
  shape: [8, CLASSES],
  data: Float32Array.from({ length: 8 * CLASSES }, (_, i) => Number(i % CLASSES === (i >> 2) % 3)),
};

describe("mixed precision", () => {
  it("turns convolutions and what lies between them, and casts at the borders", () => {
    const graph = new GraphWriter();
    const x = graph.placeholder({ dtype: "float32", shape: [1, 4, 4, 1] });
    const convolution = graph.node("Conv2D", [x, graph.floats([1, 1, 1, 1], [2])]);
    const positive = graph.node("Relu", [convolution]);
    const shape = graph.shapeOf(positive);
    const unlike = graph.node("AddV2", [positive, x]);
    const outside = graph.node("Relu", [convolution]);
    const nodes = withMixedPrecision(graph.nodes, new Set([convolution, positive, unlike]));
    const named = (name: string) => nodes.find((node) => node.name === name);
    assert.deepEqual(named(convolution)?.attributes.T, attr.type("bfloat16"));
    assert.deepEqual(named(convolution)?.inputs, [`${x}/bfloat16`, "Const_1/bfloat16"]);
    assert.deepEqual(named(positive)?.inputs, [convolution]);
    assert.deepEqual(named(shape)?.inputs, [positive]);
    assert.deepEqual(named(shape)?.attributes.T, attr.type("bfloat16"));
    assert.deepEqual(named(unlike)?.attributes, FLOAT);
    assert.deepEqual(named(unlike)?.inputs, [`${positive}/float32`, x]);
    assert.deepEqual(named(outside)?.inputs, [`${convolution}/float32`]);
    assert.equal(new Set(nodes.map(({ name }) => name)).size, nodes.length);
  });

  describe("in training", () => {
    before(async function () {
      if ((await loadEngine()).kind !== "native") this.skip();
      try {
        requireBfloat16();
      } catch {
        console.warn("      skipped: this processor does not convolve in bfloat16");
        this.skip();
      }
    });

    it("comes to the same losses and gradients as float32 up to rounding, yet not to the same bits", () => {
      const [full, low] = (["float32", "bfloat16"] as const).map((precision) => {
        const program = programOf(precision);
        const outcomes = Array.from({ length: 12 }, (_, seed) =>
          program.step(0, "faces", { faces, targets }, { rate: 0.05, seed }),
        );
        program.dispose();
        return outcomes;
      }) as [StepOutcome[], StepOutcome[]];
      full.forEach(({ loss, norms }, i) => {
        assert.ok(low[i].finite);
        assert.ok(Math.abs(low[i].loss - loss) < 0.03, `step ${i}: ${low[i].loss} and ${loss}`);
        norms.forEach((norm, j) => {
          assert.ok(Math.abs(low[i].norms[j] - norm) < 0.05 * norm + 0.01);
        });
      });
      assert.notEqual(low[0].loss, full[0].loss);
      assert.ok(low[11].loss < 0.7 * low[0].loss, "it learns");
    });

    it("predicts in float32: the very numbers of a program without it", () => {
      const [full, low] = (["float32", "bfloat16"] as const).map((precision) => {
        const program = programOf(precision);
        const { data } = program.predict("logits", { faces });
        program.dispose();
        return data;
      });
      assert.deepEqual(low, full);
    });
  });
});
