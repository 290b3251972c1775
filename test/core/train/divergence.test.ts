import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { reportDivergence } from "#core/train/divergence.js";
import { scratchFolder } from "../io/scratch.js";
import { halvesLevel, halvesNetwork } from "./halves-task.js";

describe("reportDivergence", () => {
  const folder = scratchFolder();
  const { blocks } = halvesNetwork(1);
  const [stage] = halvesLevel([
    { name: "top", train: ["rooms", "head"], epochs: 1, rate: 1 },
  ]).stages;
  const of = (loss: number, norms: number[], at?: string) =>
    reportDivergence({
      folder: at,
      level: "wild",
      stage,
      step: 41,
      outcome: { loss, finite: false, norms: Float32Array.from(norms) },
      blocks,
      ids: ["a.png", "b.png"],
    });

  it("names the block nearest to where it arose, and the file", async () => {
    const at = folder.at("run");
    const error = await of(3.5, [Number.NaN, 0.5], at);
    assert.equal(error.code, "E_NOT_FINITE");
    assert.equal(
      error.message,
      "Training has diverged at step 42 of stage 'top': the loss is 3.5, the norm of the gradient of " +
        `'rooms' is NaN; the batch and all norms are in ${at}/diverged.json`,
    );
    assert.match(error.hint ?? "", /Lower the rate/);
    const both = await of(3.5, [Number.NaN, Number.POSITIVE_INFINITY]);
    assert.match(both.message, /the norm of the gradient of 'head' is Infinity$/);
  });

  it("writes step, loss, norms by block and the batch", async () => {
    const at = folder.at("deep", "run");
    await of(Number.POSITIVE_INFINITY, [0.25, 0.5], at);
    assert.deepEqual(JSON.parse(await readFile(`${at}/diverged.json`, "utf8")), {
      level: "wild",
      stage: "top",
      step: 41,
      loss: "Infinity",
      norms: { rooms: 0.25, head: 0.5 },
      ids: ["a.png", "b.png"],
    });
  });

  it("says it where only the loss is no number", async () => {
    const error = await of(Number.NaN, [0.25, 0.5]);
    assert.match(error.message, /the loss is NaN, every gradient a number$/);
  });
});
