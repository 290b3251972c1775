import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { dataRoot, findDataManifest, hasData, loadEngine, readManifest } from "@mltl/core";
import {
  DEFAULT_EMOTION_MODEL,
  evaluate,
  evaluationPage,
  loadModel,
  scoreFaces,
} from "@mltl/vision";
import sharp from "sharp";
import { openFaces } from "#vision/data/open-faces.js";
import { inTempFolder, samplePath } from "../photographs.js";

/** Pictures of one grey each, in a folder for each class. */
async function writeFaces(root: string, classes: Record<string, number>): Promise<void> {
  for (const [label, count] of Object.entries(classes)) {
    await mkdir(path.join(root, label), { recursive: true });
    for (let i = 0; i < count; i++) {
      const background = { r: 30 * i + 40, g: 90, b: 120 };
      const create = { width: 48, height: 48, channels: 3 as const, background };
      await sharp({ create })
        .png()
        .toFile(path.join(root, label, `<b>${i}&.png`));
    }
  }
}

describe("evaluating a model", function () {
  this.timeout(240_000);
  before(() => loadEngine());

  it("scores a folder of classes, and says what it left out and could not read", () =>
    inTempFolder(async (root) => {
      await writeFaces(root, { Happy: 3, sad: 2, contempt: 2 });
      await writeFile(path.join(root, "sad", "broken.jpg"), "no picture");
      const evaluation = await evaluate({ data: root, dataRoot: root, bootstrap: 100 });
      const { report } = evaluation;
      assert.equal(report.n, 5);
      assert.equal(report.data.split, "all");
      assert.equal(report.data.problems, 1);
      assert.deepEqual(report.leftOut, { contempt: 2 });
      const right = report.confusion.reduce((sum, row, i) => sum + row[i], 0);
      assert.ok(Math.abs(report.accuracy - right / 5) < 1e-12);
      assert.deepEqual(
        [report.perImage.n, report.perImage.accuracy, report.perImage.sameAsPerFace],
        [5, report.accuracy, true],
      );
      assert.equal(report.clean, undefined);
      assert.equal(evaluation.mistakes.length, 5 - right);
      const page = await evaluationPage(evaluation);
      assert.ok(!page.includes("<b>0&.png"));
      assert.ok(page.includes("&lt;b&gt;"));
      assert.ok(!/<script|src="(?!data:)|https?:\/\/(?!www\.w3\.org)/.test(page));
    }));

  it("finds faces in photographs first, and counts those without one as wrong", () =>
    inTempFolder(async (root) => {
      await writeFaces(root, { sad: 1 });
      await mkdir(path.join(root, "happy"));
      await sharp(samplePath(1)).toFile(path.join(root, "happy/party.jpg"));
      const options = { data: root, dataRoot: root, faces: "detect" } as const;
      const { report, set } = await evaluate(options);
      assert.equal(report.n, 1);
      assert.deepEqual([report.perImage.n, report.perImage.withoutFace], [2, 1]);
      assert.equal(report.perImage.accuracy, report.accuracy / 2);
      assert.equal(set.sources?.[set.rows[0]], "happy/party.jpg");
    }));

  it("says what is wrong with model, data and split", () =>
    inTempFolder(async (root) => {
      await writeFaces(root, { happy: 1, sad: 1 });
      const given = { data: root, dataRoot: root };
      await assert.rejects(evaluate({ ...given, model: "no-such-model" }), {
        code: "E_NOT_FOUND",
        message: /no-such-model/,
      });
      const text = new URL("../../../../packages/text/models/en", import.meta.url).pathname;
      await assert.rejects(evaluate({ ...given, model: text }), {
        code: "E_BAD_ARTIFACT",
        message: /vision\/classify.*text\/tag/,
      });
      await assert.rejects(evaluate({ ...given, split: "dev" }), {
        code: "E_NOT_FOUND",
        message: /no split 'dev'. Splits: all/,
      });
      const empty = path.join(root, "empty");
      await mkdir(empty);
      await assert.rejects(evaluate({ ...given, data: empty }), { code: "E_BAD_DATA" });
      await assert.rejects(evaluate({ ...given, data: path.join(root, "none") }), {
        code: "E_NOT_FOUND",
      });
    }));
});

describe("evaluating on FER2013", function () {
  this.timeout(600_000);

  before(async function () {
    if (hasData(dataRoot(), await findDataManifest("fer2013"))) return;
    console.log("      skipped: FER2013 isn't under the data root");
    this.skip();
  });

  it("gives the same labels one at a time as 32 at a time", async () => {
    await loadEngine();
    const data = await openFaces("fer2013", { dataRoot: dataRoot() });
    const set = await data.read("test");
    const sample = { ...set, rows: set.rows.filter((_, i) => i % 60 === 0) };
    const model = await loadModel();
    const scoreBy = (batch: number) =>
      scoreFaces(sample, model.predict, { labels: data.labels, modelLabels: model.labels, batch });
    const [one, many] = [scoreBy(1), scoreBy(32)];
    model.dispose();
    assert.deepEqual(one.predicted, many.predicted);
    one.probabilities.forEach((value, i) => {
      assert.ok(Math.abs(value - many.probabilities[i]) < 1e-5);
    });
  });

  it("comes to the figures that the model's card states", async () => {
    const { metrics } = await readManifest(DEFAULT_EMOTION_MODEL);
    const { report } = await evaluate({ data: "fer2013", dataRoot: dataRoot(), bootstrap: 0 });
    for (const name of ["accuracy", "balancedAccuracy", "macroF1"] as const) {
      assert.ok(Math.abs(report[name] - metrics.test[name]) < 1e-9, name);
      assert.ok(Math.abs((report.clean?.[name] ?? 0) - metrics["test-clean"][name]) < 1e-9, name);
    }
  });
});
