/**
 * Times the emotion CNN's predictions: `node ours.js --batch 64 --threads 2`.
 *
 * @module
 */
import { buildNetwork, createPredictor, parametersOf, randomStream, softmax } from "@mltl/core";
import "@mltl/vision/training";
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import { CLASSES, randomFaces } from "../random-faces.js";

const BATCHES = 16;

const { batch, threads, seconds, engine } = await ourSettings("within");

const random = randomStream("weights");
const { forward, inputs, blocks } = buildNetwork("small-cnn", { classes: CLASSES }, random);
// As after training: what is still 0 would be optimized away.
for (const { role, values } of parametersOf({ blocks })) {
  if (role !== "weight") values.set(Array.from(values, (value) => value + 0.1 * random.next()));
}
const predictor = createPredictor({
  inputs,
  blocks,
  forward: (context, values) => softmax(forward(context, values)),
});
const batches = randomFaces(BATCHES, Number(batch));
const measured = measure((i) => {
  const { faces } = batches[i % BATCHES];
  return predictor.run({ faces }).shape[0];
}, seconds);
predictor.dispose();
report(measured, engine, { threads });
