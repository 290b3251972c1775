import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parsePlan, planText, readPlan } from "@mltl/core";
import { sizedTraining } from "#vision/train/default-stages.js";
import { facePlan } from "#vision/train/face-plan.js";
import { temperatureOf } from "#vision/train/fit-temperature.js";
import { openLevelFaces, parseLevelFaces } from "#vision/train/level-faces.js";
import { openFaceSource } from "#vision/train/plan-source.js";
import { newFolder } from "../../core/engine/new-folder.js";
import { drawFaces } from "../draw-faces.js";

describe("the plan for a folder of faces", () => {
  it("begins with the model, is made for these very faces, and survives being written", async () => {
    const folder = path.join(newFolder(), "shapes");
    await drawFaces(folder, { round: 8, square: 8 });
    const settings = { set: folder, split: { dev: 0.2, test: 0.2 } };
    const faces = await openLevelFaces(parseLevelFaces(settings), { dataRoot: "", seed: 2 });
    const source = await openFaceSource("emotion");
    const options = { name: "shapes", data: { ...settings, sha256: faces.data.sha256 }, seed: 2 };
    const written = facePlan(faces, { ...options, source });
    const plan = parsePlan(written, "test");
    const [level] = plan.levels;
    assert.deepEqual(level.init, { from: source.folder, onShapeMismatch: "adapt" });
    assert.equal(level.network.architecture, source.network.architecture);
    assert.equal("classes" in level.network.options, false);
    const file = path.join(newFolder(), "plan.yaml");
    await writeFile(file, planText(written));
    assert.deepEqual(await readPlan(file), plan);
    assert.match(plan.card.licence, /^faces: not stated; begun with emotion: /);

    const anew = parsePlan(
      facePlan(faces, { ...options, architecture: "small-cnn", epochs: 3 }),
      "t",
    );
    assert.equal(anew.levels[0].init, "scratch");
    assert.deepEqual(anew.levels[0].network, { architecture: "small-cnn", options: {} });
    assert.equal(anew.levels[0].stages[0].epochs, 3);
  });

  it("takes steps by the number of faces: more from scratch, whole epochs where there are many", () => {
    const steps = (faces: number, fromModel: boolean) => {
      const { stages, batch, passes } = sizedTraining({ faces, fromModel });
      const perPass = Math.max(1, Math.floor(faces / batch));
      return (stages[0].epochs ?? 0) * passes * perPass;
    };
    for (const faces of [6, 35, 70, 210, 1000]) {
      assert.ok(steps(faces, true) >= 150 && steps(faces, true) <= 600, `${steps(faces, true)}`);
      assert.ok(steps(faces, false) > 1.7 * steps(faces, true));
    }
    const many = sizedTraining({ faces: 20_000, fromModel: true });
    assert.equal(many.passes, 1);
    assert.equal(many.batch, 64);
  });

  it("can't begin with a model of another task, or with none", async () => {
    await assert.rejects(openFaceSource("packages/text/models/en"), { code: "E_BAD_ARTIFACT" });
    await assert.rejects(openFaceSource("emotoin"), {
      code: "E_NOT_FOUND",
      message: /No model and no folder 'emotoin'\. Models: emotion/,
    });
  });
});

describe("the temperature at the end of training", () => {
  const scores = (count: number, right: number, sure: number) => ({
    labels: ["a", "b"],
    gold: new Uint8Array(count),
    probabilities: Float32Array.from({ length: 2 * count }, (_, i) => {
      const first = Math.floor(i / 2) < right ? sure : 1 - sure;
      return i % 2 === 0 ? first : 1 - first;
    }),
  });

  it("makes a classifier as sure as it is right", () => {
    // Right in 75 of 100 and 99 % sure: the logit of 0.99 has to become that of 0.75.
    const { temperature, eceBefore, ece } = temperatureOf(scores(100, 75, 0.99));
    const logit = (p: number) => Math.log(p / (1 - p));
    assert.ok(Math.abs(temperature - logit(0.99) / logit(0.75)) < 1e-3, `${temperature}`);
    assert.ok(Math.abs(eceBefore - 0.24) < 1e-4);
    assert.ok(ece < 1e-3);
  });

  it("is left at 1 where faces are few, or all of them right", () => {
    assert.equal(temperatureOf(scores(19, 15, 0.99)).temperature, 1);
    assert.equal(temperatureOf(scores(100, 100, 0.9)).temperature, 1);
  });
});
