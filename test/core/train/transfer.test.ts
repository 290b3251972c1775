import assert from "node:assert/strict";
import {
  Block,
  biLstm,
  createTrainingProgram,
  crfNll,
  denseLayer,
  fromRows,
  loadEngine,
  type Network,
  parametersOf,
  randomStream,
  tf,
  toRows,
  train,
  zeros,
} from "@mltl/core";
import { halvesLevel, halvesTask } from "./halves-task.js";

/**
 * What transfer stands on. Each check is put to this library, which has to pass it, and to stock
 * TensorFlow.js layers, which have to fail it: so it is known to tell the two apart.
 */

const same = (a: readonly number[], b: readonly number[]) => assert.deepEqual(a, b);

/** Numbers before and after a training in which they are frozen. */
interface FrozenStatistics {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const checkFrozenStatistics = ({ before, after }: FrozenStatistics) => same(after, before);

async function ourFrozenStatistics(): Promise<FrozenStatistics> {
  const task = halvesTask(1);
  const statistics = () =>
    parametersOf(task.network)
      .filter(({ role }) => role === "statistic")
      .flatMap(({ values }) => [...values]);
  const before = statistics();
  const level = halvesLevel([{ name: "head", train: ["head"], epochs: 1, rate: 0.1 }]);
  await train(task, level, { seed: 1 });
  return { before, after: statistics() };
}

async function stockFrozenStatistics(): Promise<FrozenStatistics> {
  const norm = tf.layers.batchNormalization({ inputShape: [3], trainable: false });
  const model = tf.sequential({ layers: [norm, tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const statistics = () => norm.getWeights().flatMap((weight) => [...weight.dataSync()]);
  const before = statistics();
  await model.fit(tf.fill([8, 3], 5), tf.ones([8, 1]), { epochs: 1, verbose: 0 });
  return { before, after: statistics() };
}

/** Losses of one batch with different seeds, dropout being frozen. */
const checkFrozenDropout = ([first, second]: readonly number[]) => assert.equal(second, first);

function ourFrozenDropout(): number[] {
  const task = halvesTask(1);
  const [body] = task.network.blocks;
  const program = createTrainingProgram({
    network: task.network,
    losses: task.objectives,
    predictions: {},
    stages: [
      {
        learning: new Map([[body, 0]]),
        optimizer: { name: "sgd", momentum: 0, nesterov: false },
      },
    ],
    average: false,
  });
  const { feeds } = task.objectives.side.batch(0, 0);
  const losses = [1, 2].map((seed) => program.step(0, "side", feeds, { rate: 0, seed }).loss);
  program.dispose();
  return losses;
}

function stockFrozenDropout(): number[] {
  const model = tf.sequential({
    layers: [tf.layers.dropout({ rate: 0.5, inputShape: [64], trainable: false })],
  });
  const run = () =>
    (model.apply(tf.ones([4, 64]), { training: true }) as ReturnType<typeof tf.ones>).sum();
  return [run().dataSync()[0], run().dataSync()[0]];
}

/** Loss and gradient of two sentences padded to one length, and with other padding. */
const checkPadding = ([first, second]: readonly (readonly number[])[]) => same(second, first);

const LABELS = 3;
const WIDTH = 4;

function paddedTagger(): Network & { parts: ReturnType<typeof taggerParts> } {
  const parts = taggerParts();
  return {
    architecture: "padded",
    options: {},
    blocks: [parts.block],
    inputs: {
      x: { dtype: "float32", shape: [-1, -1, WIDTH] },
      lengths: { dtype: "int32", shape: [-1] },
    },
    parts,
    forward: (_, { x, lengths }) => {
      const states = parts.encoder.apply(x, lengths);
      return fromRows(parts.head(toRows(states, 4)), states, LABELS);
    },
  };
}

function taggerParts() {
  const block = new Block("tagger", randomStream("padding"));
  return {
    block,
    encoder: biLstm(block, "lstm", WIDTH, 2),
    head: denseLayer(block, "emissions", 4, LABELS),
    start: block.weight("start", [LABELS], zeros),
    transitions: block.weight("transitions", [LABELS, LABELS], zeros),
    end: block.weight("end", [LABELS], zeros),
  };
}

function ourPadding(padding: number): number[] {
  const network = paddedTagger();
  const { start, transitions, end, block } = network.parts;
  const program = createTrainingProgram({
    network,
    losses: {
      tags: {
        inputs: { ...network.inputs, gold: { dtype: "int32", shape: [-1, -1] } },
        loss: (context, inputs) =>
          crfNll(
            network.forward(context, inputs),
            {
              start: context.parameter(start),
              transitions: context.parameter(transitions),
              end: context.parameter(end),
            },
            inputs.gold,
            inputs.lengths,
          ),
      },
    },
    predictions: {},
    stages: [
      {
        learning: new Map([[block, 1]]),
        optimizer: { name: "sgd", momentum: 0, nesterov: false },
      },
    ],
    average: false,
  });
  // Two sentences, of 4 and 2 tokens; the last two steps of the second are padding.
  const data = Float32Array.from({ length: 4 * 2 * WIDTH }, (_, i) => {
    const padded = Math.floor(i / WIDTH) % 2 === 1 && i >= 2 * 2 * WIDTH;
    return padded ? padding : Math.sin(i);
  });
  const { loss, norms } = program.step(
    0,
    "tags",
    {
      x: { shape: [4, 2, WIDTH], data },
      lengths: { shape: [2], data: Int32Array.of(4, 2) },
      gold: { shape: [4, 2], data: Int32Array.of(0, 1, 2, 0, 1, 0, 1, 0) },
    },
    { rate: 1, seed: 0 },
  );
  const weights = [...program.weights().values()].flatMap(({ data }) => [...data]);
  program.dispose();
  return [loss, ...norms, ...weights];
}

async function stockPadding(padding: number): Promise<number[]> {
  const kernel = () => tf.initializers.constant({ value: 0.1 });
  const model = tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: padding, inputShape: [4, WIDTH] }),
      tf.layers.lstm({
        units: 2,
        returnSequences: true,
        kernelInitializer: kernel(),
        recurrentInitializer: kernel(),
      }),
      tf.layers.dense({ units: LABELS, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  const sentence = Array.from({ length: 4 }, (_, t) =>
    Array.from({ length: WIDTH }, (_, i) => (t < 2 ? Math.sin(4 * t + i + 1) : padding)),
  );
  const lossOf = (gold: number[]) =>
    (
      model.evaluate(
        tf.tensor3d([sentence]),
        tf.tensor3d([gold.map((label) => [label])]),
      ) as ReturnType<typeof tf.scalar>
    ).dataSync()[0];
  return [lossOf([0, 1, 0, 0]), lossOf([0, 1, 2, 2])];
}

/** Numbers of a block that was frozen for a training, and after another in which it isn't. */
interface Thawed {
  readonly frozen: readonly number[];
  readonly thawed: readonly number[];
}

const checkThawed = ({ frozen, thawed }: Thawed) => assert.notDeepEqual(thawed, frozen);

async function ourThawed(): Promise<Thawed> {
  const task = halvesTask(1);
  const kernel = parametersOf(task.network)[0];
  const stage = { epochs: 1, rate: 0.1 };
  const more = { average: 0 };
  await train(task, halvesLevel([{ ...stage, name: "head", train: ["head"] }], more), { seed: 1 });
  const frozen = [...kernel.values];
  await train(task, halvesLevel([{ ...stage, name: "all" }], more), { seed: 1 });
  return { frozen, thawed: [...kernel.values] };
}

async function stockThawed(): Promise<Thawed> {
  const body = tf.layers.dense({ units: 2, inputShape: [3], trainable: false });
  const model = tf.sequential({ layers: [body, tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const trainOnce = () => model.fit(tf.ones([8, 3]), tf.zeros([8, 1]), { epochs: 1, verbose: 0 });
  const kernel = () => [...body.getWeights()[0].dataSync()];
  await trainOnce();
  const frozen = kernel();
  body.trainable = true;
  await trainOnce();
  return { frozen, thawed: kernel() };
}

describe("what transfer stands on, and stock layers get wrong", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("frozen statistics of normalisation do not move", async () => {
    checkFrozenStatistics(await ourFrozenStatistics());
    const stock = await stockFrozenStatistics();
    assert.throws(() => checkFrozenStatistics(stock), assert.AssertionError);
  });

  it("frozen dropout does not drop", () => {
    checkFrozenDropout(ourFrozenDropout());
    assert.throws(() => checkFrozenDropout(stockFrozenDropout()), assert.AssertionError);
  });

  it("padding changes neither loss nor gradient", async () => {
    checkPadding([ourPadding(0), ourPadding(7)]);
    const [first, second] = await stockPadding(9);
    assert.throws(() => checkPadding([[first], [second]]), assert.AssertionError);
  });

  it("a block that is thawed trains", async () => {
    checkThawed(await ourThawed());
    const stock = await stockThawed();
    assert.throws(() => checkThawed(stock), assert.AssertionError);
  });
});
