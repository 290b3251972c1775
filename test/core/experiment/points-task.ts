/**
 * A task for experiments: tells points above a curve from those below, by two dense blocks. Its data
 * are in `points/points.json` under the data root; each training leaves a line in `trained.log`.
 *
 * @module
 */
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  Block,
  createPredictor,
  denseLayer,
  loadArtifact,
  type Network,
  nestedSubset,
  type Random,
  randomStream,
  registerNetwork,
  registerTask,
  relu,
  sparseSoftmaxCrossEntropy,
} from "@mltl/core";

interface Points {
  readonly x: readonly (readonly [number, number])[];
  readonly above: readonly number[];
}

/** `data` of a level. */
interface PointsOptions {
  readonly set: "points";
  readonly fraction?: number;
  /** Milliseconds that a batch takes to make. */
  readonly pause?: number;
  /** What training begins with: everything, a mistake or a crash. */
  readonly fate?: "error" | "crash";
}

const BATCH = 8;

export const POINTS_TASK = "test/points";

registerNetwork("points", (_, random) => network(random));

registerTask(POINTS_TASK, {
  parallel: "across",
  itemScore: (metric) =>
    metric === "accuracy"
      ? {
          counts: (gold, predicted) => [gold === predicted ? 1 : 0, 1],
          score: ([right, all]) => right / all,
        }
      : undefined,
  async create({ level, seed, dataRoot }) {
    const options = level.data as unknown as PointsOptions;
    const points = JSON.parse(
      readFileSync(path.join(dataRoot, "points", "points.json"), "utf8"),
    ) as Record<"train" | "dev" | "test", Points>;
    const kept = nestedSubset(points.train.x.length, options.fraction ?? 1, seed);
    appendFileSync(path.join(dataRoot, "trained.log"), `${level.name} ${seed} ${kept.length}\n`);
    if (options.fate === "error") throw new Error("these points are no good");
    if (options.fate === "crash") {
      console.error("the points explode");
      process.abort();
    }
    const model = network(randomStream(seed, "weights"));
    return {
      network: model,
      objectives: {
        side: {
          inputs: { ...model.inputs, above: { dtype: "int32", shape: [-1] } },
          stepsPerEpoch: Math.ceil(kept.length / BATCH),
          unit: "points",
          loss: (context, inputs) =>
            sparseSoftmaxCrossEntropy(model.forward(context, inputs), inputs.above),
          batch(epoch, step) {
            if (options.pause) {
              Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, options.pause);
            }
            const order = randomStream(seed, "order", epoch).shuffle([...kept]);
            const chosen = order.slice(step * BATCH, (step + 1) * BATCH);
            const above = Int32Array.from(chosen, (i) => points.train.above[i]);
            return {
              feeds: {
                ...feedsOf(chosen.map((i) => points.train.x[i])),
                above: { shape: [chosen.length], data: above },
              },
              size: chosen.length,
              ids: chosen.map(String),
            };
          },
        },
      },
      predictions: { logits: model },
      evaluate: ({ predict }) =>
        score(points.dev, predict("logits", feedsOf(points.dev.x)).data as Float32Array),
      describe: () => ({ labels: ["below", "above"], preprocessing: {}, data: [] }),
      async test(folder) {
        const loaded = await loadArtifact(folder, POINTS_TASK);
        const predictor = createPredictor(loaded.network);
        const { data } = predictor.run(feedsOf(points.test.x));
        predictor.dispose();
        return { test: score(points.test, data as Float32Array) };
      },
      async answer(folder) {
        const loaded = await loadArtifact(folder, POINTS_TASK);
        const predictor = createPredictor(loaded.network);
        const answersTo = ({ x, above }: Points) => {
          const { data } = predictor.run(feedsOf(x));
          const predicted = above.map((_, i) => (data[2 * i + 1] > data[2 * i] ? 1 : 0));
          return { labels: ["below", "above"], gold: [...above], predicted };
        };
        const answers = { dev: answersTo(points.dev), test: answersTo(points.test) };
        predictor.dispose();
        return answers;
      },
    };
  },
});

function network(random: Random): Network {
  const body = new Block("body", random);
  const hidden = denseLayer(body, "hidden", 2, 8);
  const head = new Block("head", random);
  const logits = denseLayer(head, "logits", 8, 2);
  return {
    architecture: "points",
    options: {},
    blocks: [body, head],
    inputs: { x: { dtype: "float32", shape: [-1, 2] } },
    forward: (_, { x }) => logits(relu(hidden(x))),
  };
}

function feedsOf(x: Points["x"]) {
  return { x: { shape: [x.length, 2], data: Float32Array.from(x.flat()) } };
}

/** `margin` tells weights apart that accuracy does not. */
function score({ above }: Points, logits: Float32Array) {
  const margins = above.map((side, i) => logits[2 * i + side] - logits[2 * i + 1 - side]);
  const right = margins.filter((margin) => margin > 0).length;
  const sum = margins.reduce((total, margin) => total + margin, 0);
  return { accuracy: right / above.length, margin: sum / above.length };
}
