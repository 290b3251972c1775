/**
 * Times the training of the emotion CNN: `node ours.js --batch 64 --threads 2`.
 *
 * SGD with momentum, as in peers/cnn_train.py; the batches lie in memory, so that nothing but the
 * network is timed.
 *
 * @module
 */
import {
  buildNetwork,
  createTrainingProgram,
  randomStream,
  sparseSoftmaxCrossEntropy,
} from "@mltl/core";
import "@mltl/vision/training";
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import { CLASSES, randomFaces } from "../random-faces.js";

const RATE = 0.01;
const BATCHES = 16;

const { batch, threads, seconds, engine } = await ourSettings("within");

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
const batches = randomFaces(BATCHES, Number(batch));
let last = 0;
const measured = measure((i) => {
  const { faces, classes } = batches[i % BATCHES];
  last = program.step(0, "faces", { faces, classes }, { rate: RATE, seed: i }).loss;
  return faces.shape[0];
}, seconds);
program.dispose();
report(measured, engine, { threads, loss: last });
