import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { exportModel, tf } from "@mltl/core";
import "@mltl/text/export";
import type { TokenSpan } from "#text/tag/decode-sentence.js";
import { loadTaggerModel } from "#text/tag/tagger-model.js";
import { hasChromium, runInChromium } from "../../core/export/in-chromium.js";
import { serveFolder } from "../../core/export/static-server.js";
import { saveTinyTagger } from "./tiny-tagger.js";

const SENTENCES = [
  "the swift brown foxes of the north met in a very-long-hyphenated-compound-word".split(" "),
  ["In", "THE", "1990s", "café"],
  ["in"],
];

describe("exporting taggers to TensorFlow.js", function () {
  this.timeout(60_000);
  let folder: string;
  const target = () => path.join(folder, "exported");
  let expected: TokenSpan[][];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-export-"));
    const source = path.join(folder, "model");
    await saveTinyTagger(source);
    const model = await loadTaggerModel(source);
    expected = model.predict(SENTENCES);
    model.dispose();
    assert.ok(expected.flat().length > 3, "the tagger finds something to compare");
    const { difference } = await exportModel(source, target());
    assert.ok(difference < 1e-4);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const same = (received: readonly (readonly TokenSpan[])[]) => {
    const bare = (spans: readonly (readonly TokenSpan[])[]) =>
      spans.map((of) => of.map(({ type, start, end }) => `${type} ${start}-${end}`));
    assert.deepEqual(bare(received), bare(expected));
    received.flat().forEach(({ probability }, i) => {
      const difference = Math.abs(probability - expected.flat()[i].probability);
      assert.ok(difference < 1e-4, `probability of span ${i} differs by ${difference}`);
    });
  };

  it("gives the same entities in TensorFlow.js alone, and leaves no tensor", async () => {
    const server = await serveFolder(target(), {});
    const { loadTagger } = await import(pathToFileURL(path.join(target(), "tagger.js")).href);
    const backend = tf.getBackend();
    await tf.setBackend("cpu");
    try {
      const tag = await loadTagger(tf, server.url);
      const before = tf.memory().numTensors;
      same(await tag(SENTENCES));
      assert.equal(tf.memory().numTensors, before);
    } finally {
      await tf.setBackend(backend);
      server.close();
    }
  });

  it("gives the same entities in Chromium", async function () {
    if (!hasChromium) {
      console.log("      skipped: there is no /usr/bin/chromium");
      this.skip();
    }
    const script = `
      const { loadTagger } = await import("/tagger.js");
      const tag = await loadTagger(tf, location.origin);
      return tag(${JSON.stringify(SENTENCES)});`;
    same(await runInChromium(target(), script));
  });
});
