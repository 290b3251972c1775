/**
 * A task that needs no data: tell a bright left half from a bright right one. Small, but with
 * everything that has to be restored when a training is resumed: normalisation, dropout, a table.
 *
 * @module
 */
import {
  Block,
  concatLast,
  convNorm,
  denseLayer,
  dropout,
  embedding,
  type LevelInput,
  type Network,
  parametersOf,
  parseLevel,
  randomStream,
  reshape,
  sparseSoftmaxCrossEntropy,
  type TrainingTask,
} from "@mltl/core";

const SIZE = 6;
const BATCH = 8;
const ROOMS = 5;

/** The network: `body/1` (convolution), `rooms` (a table), `head`. */
export function halvesNetwork(seed: number): Network {
  const random = randomStream(seed, "weights");
  const body = new Block("body/1", random);
  const convolution = convNorm(body, "conv", { inputs: 1, outputs: 4, kernel: 3 });
  const rooms = new Block("rooms", random);
  const table = rooms.weight("table", [ROOMS, 2], (shape) =>
    new Float32Array(shape[0] * shape[1]).map(() => random.normal()),
  );
  const head = new Block("head", random);
  const classifier = denseLayer(head, "logits", SIZE * SIZE * 4 + 2, 2);
  return {
    architecture: "halves",
    options: {},
    blocks: [body, rooms, head],
    inputs: {
      x: { dtype: "float32", shape: [-1, SIZE, SIZE, 1] },
      room: { dtype: "int32", shape: [-1] },
    },
    forward(context, { x, room }) {
      const y = reshape(convolution(x), [-1, SIZE * SIZE * 4]);
      const place = embedding(context.parameter(table), room, 2);
      return classifier(dropout(concatLast([y, place], 2), head, { rate: 0.2 }));
    },
  };
}

/** @param stepsPerEpoch - batches of each objective; one objective, `side`, where left out */
export function halvesTask(
  seed: number,
  stepsPerEpoch: Readonly<Record<string, number>> = { side: 5 },
): TrainingTask {
  const network = halvesNetwork(seed);
  const objectives = Object.entries(stepsPerEpoch).map(([name, steps]) => [
    name,
    {
      inputs: { ...network.inputs, side: { dtype: "int32", shape: [-1] } },
      stepsPerEpoch: steps,
      unit: "pictures",
      loss: (context: never, inputs: never) =>
        sparseSoftmaxCrossEntropy(
          network.forward(context, inputs),
          (inputs as { side: never }).side,
        ),
      batch: (epoch: number, step: number) => batchOf(seed, name, epoch, step),
    },
  ]);
  return {
    network,
    objectives: Object.fromEntries(objectives),
    predictions: { logits: network },
    evaluate({ predict }) {
      const { feeds } = batchOf(seed, "dev", 0, 0);
      const { data } = predict("logits", feeds);
      const right = feeds.side.data.filter(
        (side, i) => data[2 * i + side] > data[2 * i + 1 - side],
      );
      return { accuracy: right.length / BATCH, steadiness: -Math.abs(data[0]) };
    },
    describe: () => ({ labels: ["left", "right"], preprocessing: {}, data: [] }),
    test: async () => ({}),
  };
}

function batchOf(seed: number, name: string, epoch: number, step: number) {
  const stream = randomStream(seed, "batch", name, epoch, step);
  const side = Int32Array.from({ length: BATCH }, () => stream.integer(2));
  const x = new Float32Array(BATCH * SIZE * SIZE).map((_, i) => {
    const bright = i % SIZE < SIZE / 2 === (side[Math.floor(i / SIZE ** 2)] === 0);
    return stream.normal() + (bright ? 1 : 0);
  });
  const room = Int32Array.from({ length: BATCH }, () => stream.integer(ROOMS));
  return {
    feeds: {
      x: { shape: [BATCH, SIZE, SIZE, 1], data: x },
      room: { shape: [BATCH], data: room },
      side: { shape: [BATCH], data: side },
    },
    size: BATCH,
    ids: Array.from(side, (_, i) => `${name}:${epoch}:${step}:${i}`),
  };
}

/** Every number of the network. */
export function weightsOf(task: Pick<TrainingTask, "network">): number[] {
  return parametersOf(task.network).flatMap(({ values }) => [...values]);
}

/** A level over the task; its stages are what a test is about. */
export function halvesLevel(stages: LevelInput["stages"], more: Partial<LevelInput> = {}) {
  return parseLevel({
    name: "only",
    task: "test/halves",
    network: { architecture: "halves" },
    average: 0.9,
    monitor: "steadiness",
    ...more,
    stages,
  });
}

/** Head first, then everything, by another optimizer. */
export const twoStages = halvesLevel([
  { name: "head", train: ["head"], epochs: 1, rate: 0.05, optimizer: { name: "sgd" } },
  {
    name: "all",
    train: ["**"],
    epochs: 2,
    rate: 0.05,
    optimizer: { name: "adamw" },
    weightDecay: 0.01,
    clipNorm: 1,
  },
]);
