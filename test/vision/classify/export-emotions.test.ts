import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  buildNetwork,
  exportModel,
  loadEngine,
  parametersOf,
  randomStream,
  saveArtifact,
  tf,
} from "@mltl/core";
import "@mltl/vision/export";
import { EMOTION_TASK, loadEmotionModel } from "#vision/classify/emotion-model.js";
import { hasChromium, runInChromium } from "../../core/export/in-chromium.js";
import { serveFolder } from "../../core/export/static-server.js";

const LABELS = ["happy", "neutral", "sad"];
const SIZE = 16;

/** A small network with numbers of every kind, batch statistics too. */
async function saveEmotions(folder: string): Promise<void> {
  const random = randomStream("export");
  const options = { classes: LABELS.length, widths: [4, 6, 8] };
  const network = buildNetwork("emotion-resnet", options, random);
  for (const { role, values } of parametersOf(network)) {
    if (role === "statistic")
      values.forEach((_, i) => {
        values[i] = 0.5 + random.next();
      });
  }
  const identity = {
    name: "small",
    title: "Three emotions",
    task: EMOTION_TASK,
    seed: 1,
    licence: "CC BY 4.0",
    lineage: { name: "small", from: [] },
    metrics: {},
  };
  const preprocessing = { size: SIZE, mean: 129, deviation: 64, temperature: 1.7 };
  const contents = { labels: LABELS, preprocessing, data: [] };
  await saveArtifact(folder, network, contents, identity, "# Three emotions\n");
}

describe("exporting emotions to TensorFlow.js", function () {
  this.timeout(60_000);
  let folder: string;
  const source = () => path.join(folder, "model");
  const target = () => path.join(folder, "exported");
  const crops = Uint8Array.from({ length: 3 * SIZE * SIZE }, (_, i) => (i * 37) % 256);
  let expected: Float32Array;

  before(async () => {
    await loadEngine();
    folder = await mkdtemp(path.join(tmpdir(), "mltl-export-"));
    await saveEmotions(source());
    const model = await loadEmotionModel(source());
    expected = model.predict(crops, 3);
    model.dispose();
    const { difference } = await exportModel(source(), target());
    assert.ok(difference < 1e-4);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const same = (faces: readonly Record<string, number>[]) => {
    const received = faces.flatMap((face) => LABELS.map((label) => face[label]));
    assert.equal(received.length, expected.length);
    received.forEach((probability, i) => {
      assert.ok(Math.abs(probability - expected[i]) < 1e-4, `${probability} v ${expected[i]}`);
    });
  };

  it("gives the same probabilities in TensorFlow.js alone", async () => {
    const server = await serveFolder(target(), {});
    const { loadClassifier } = await import(pathToFileURL(path.join(target(), "emotions.js")).href);
    const backend = tf.getBackend();
    await tf.setBackend("cpu");
    try {
      const classify = await loadClassifier(tf, server.url);
      same(await classify(crops, 3));
    } finally {
      await tf.setBackend(backend);
      server.close();
    }
  });

  it("gives the same probabilities in Chromium", async function () {
    if (!hasChromium) {
      console.log("      skipped: there is no /usr/bin/chromium");
      this.skip();
    }
    const script = `
      const { loadClassifier } = await import("/emotions.js");
      const classify = await loadClassifier(tf, location.origin);
      return classify(new Uint8Array(${JSON.stringify([...crops])}), 3);`;
    same(await runInChromium(target(), script));
  });

  it("stores weights in half precision where that loses nothing", async () => {
    const model = JSON.parse(await readFile(path.join(target(), "model.json"), "utf8"));
    const specs = model.weightsManifest[0].weights as { name: string; quantization?: object }[];
    assert.ok(specs.find(({ name }) => name === "head/logits/kernel")?.quantization);
  });

  it("keeps the card, the labels and the licence", async () => {
    const read = (name: string) => readFile(path.join(target(), name), "utf8");
    assert.equal(await read("card.md"), "# Three emotions\n");
    const about = JSON.parse(await read("about.json"));
    assert.deepEqual([about.labels, about.licence, about.hasLoops], [LABELS, "CC BY 4.0", false]);
  });

  it("replaces an export, and nothing else", async () => {
    await exportModel(source(), target());
    const mine = path.join(folder, "mine");
    await mkdir(mine);
    await writeFile(path.join(mine, "letter.txt"), "Dear");
    await assert.rejects(exportModel(source(), mine), {
      code: "E_USAGE",
      message: /mine, which holds letter\.txt/,
    });
    assert.ok(existsSync(path.join(mine, "letter.txt")));
  });
});
