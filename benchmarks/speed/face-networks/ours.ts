/**
 * Times our emotion model: `node ours.js --batch 128 --threads 2 [--model DIR]`.
 *
 * @module
 */
import { loadModel } from "@mltl/vision";
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import { randomCrops } from "./random-crops.js";

const { batch, threads, seconds, engine, model: folder } = await ourSettings("within");
const count = Number(batch);
const model = await loadModel(folder);
const batches = randomCrops(count, model.inputSize);
const measured = measure((i) => {
  model.predict(batches[i % batches.length], count);
  return count;
}, seconds);
model.dispose();
report(measured, engine, { threads });
