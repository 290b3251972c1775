/**
 * Times face-api's expression network: `node face-api.js --batch 128 --threads 2`.
 *
 * @module
 */
import { measureAsync, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import { loadFaceApiNetwork } from "../peers/face-api-network.js";
import { randomCrops } from "./random-crops.js";

const SIDE = 48;

const { batch, threads, seconds, engine } = await ourSettings("within");
const count = Number(batch);
const { predict } = await loadFaceApiNetwork();
const batches = randomCrops(count, SIDE);
const measured = await measureAsync(async (i) => {
  await predict(batches[i % batches.length], count, SIDE);
  return count;
}, seconds);
report(measured, engine, { threads });
