/**
 * Trains until it is done or killed: `node train-child.js CHECKPOINTS`. Prints `step N` after each
 * step and the hash of the weights at the end.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { loadEngine, train } from "@mltl/core";
import { halvesTask, twoStages, weightsOf } from "./halves-task.js";

const [checkpoints] = process.argv.slice(2);
await loadEngine();
const task = halvesTask(7);
await train(task, twoStages, {
  seed: 7,
  checkpoints,
  checkpointEvery: 0,
  onStep: ({ total }) => writeSync(1, `step ${total}\n`),
});
const hash = createHash("sha256")
  .update(Float32Array.from(weightsOf(task)))
  .digest("hex");
writeSync(1, `weights ${hash}\n`);
