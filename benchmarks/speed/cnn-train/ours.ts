/**
 * Times the training of the emotion CNN: `node ours.js --batch 64 --threads 2`.
 *
 * SGD with momentum, as in peers/cnn_train.py; the batches lie in memory, so that nothing but the
 * network is timed.
 *
 * @module
 */
import { parseArgs } from "node:util";
import {
  buildNetwork,
  createTrainingProgram,
  loadEngine,
  randomStream,
  sparseSoftmaxCrossEntropy,
} from "@mltl/core";
import "@mltl/vision/training";
import { measure, report, useThreads } from "../measure.js";
import { CLASSES, randomFaces } from "../random-faces.js";

const RATE = 0.01;
const BATCHES = 16;

const { values } = parseArgs({
  options: {
    batch: { type: "string", default: "64" },
    threads: { type: "string", default: "2" },
    seconds: { type: "string", default: "10" },
  },
});
const threads = Number(values.threads);
useThreads(threads, threads);
const engine = await loadEngine({ kind: "native" });

const network = buildNetwork("small-cnn", { classes: CLASSES }, randomStream("weights"));
const program = createTrainingProgram({
  network,
  losses: {
    faces: {
      inputs: { ...network.inputs, classes: { dtype: "int32", shape: [-1] } },
      loss: (context, inputs) =>
        sparseSoftmaxCrossEntropy(network.forward(context, inputs), inputs.classes),
    },
  },
  predictions: {},
  stages: [
    {
      learning: new Map(network.blocks.map((block) => [block, 1])),
      optimizer: { name: "sgd", momentum: 0.9, nesterov: false },
    },
  ],
  average: false,
});
const batches = randomFaces(BATCHES, Number(values.batch));
let last = 0;
const measured = measure((i) => {
  const { faces, classes } = batches[i % BATCHES];
  last = program.step(0, "faces", { faces, classes }, { rate: RATE, seed: i }).loss;
  return faces.shape[0];
}, Number(values.seconds));
program.dispose();
report(measured, engine, { threads, loss: last });
