import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { exportModel, inspectArtifact, loadEngine, parsePlan, runPlan, tf } from "@mltl/core";
import "@mltl/text/export";
import "@mltl/text/training";
import { loadTaggerModel } from "#text/tag/tagger-model.js";
import { serveFolder } from "../../core/export/static-server.js";

const SAMPLES = path.resolve("data/samples");
const SENTENCE = "Workers of Solstice Energy marched through Olomouc .".split(" ");

const NETWORKS = {
  "a Transformer of all that can be seen of words": {
    least: 0.6,
    options: {
      ...{ encoder: "transformer", attentionHeads: 2, attentionUnits: 16, innerUnits: 64 },
      ...{ characters: "lstm", characterUnits: 8, affixWidth: 4, dropout: 0.2 },
    },
    blocks: ["characters", "casing", "affixes", "encoder", "encoder/2", "head", "crf"],
  },
  "dilated convolutions, each tag chosen alone": {
    least: 0.5,
    options: {
      ...{ encoder: "dilated", units: 40, head: "softmax", characterFilters: 10, dropout: 0.2 },
    },
    blocks: [...["characters", "casing", "encoder", "encoder/2", "encoder/3", "encoder/4", "head"]],
  },
};

describe("taggers from a plan to a page", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-taggers-"));
    await writeFile(path.join(folder, "towns.txt"), "Olomouc\nWillow Bay\n");
  });
  after(() => rm(folder, { recursive: true }));

  for (const [kind, { least, options, blocks }] of Object.entries(NETWORKS)) {
    it(kind, async function () {
      if ((await loadEngine()).kind !== "native") this.skip();
      const out = path.join(folder, String(options.encoder));
      const plan = parsePlan(
        {
          schema: "mltl.plan/1",
          name: "tiny",
          levels: [
            {
              name: "kinds",
              task: "text/tag",
              data: {
                types: ["PER", "LOC", "ORG"],
                sets: [{ set: "tiny-ner", types: { PER: "PER", LOC: "LOC", ORG: "ORG" } }],
                vectors: { set: "tiny-vectors", words: 200 },
                gazetteers: [{ file: path.join(folder, "towns.txt"), list: "town" }],
                batch: 8,
              },
              network: { architecture: "tagger", options },
              stages: [{ name: "all", epochs: 15, rate: 0.005, clipNorm: 5 }],
              monitor: "f1",
            },
          ],
          card: { title: "tiny", licence: "MIT", intendedUse: "tests", limits: "tests" },
        },
        "the test's plan",
      );
      await runPlan(plan, { out, dataRoot: SAMPLES });
      const { manifest, network } = await inspectArtifact(out);
      assert.ok(manifest.metrics.dev.f1 > least, `dev F1 ${manifest.metrics.dev.f1}`);
      assert.deepEqual(
        network.blocks.map(({ name }) => name),
        blocks,
      );
      assert.equal(await readFile(path.join(out, "gazetteers.tsv"), "utf8"), TOWNS);

      const model = await loadTaggerModel(out);
      const [spans] = model.predict([SENTENCE]);
      model.dispose();
      assert.ok(spans.some(({ type, start }) => type === "LOC" && start === 6));

      const page = path.join(folder, `${options.encoder}-page`);
      const { difference } = await exportModel(out, page);
      assert.ok(difference < 1e-4);
      const server = await serveFolder(page, {});
      const { loadTagger } = await import(pathToFileURL(path.join(page, "tagger.js")).href);
      const backend = tf.getBackend();
      await tf.setBackend("cpu");
      try {
        const [found] = await (await loadTagger(tf, server.url))([SENTENCE]);
        assert.deepEqual(found.map(bare), spans.map(bare));
      } finally {
        await tf.setBackend(backend);
        server.close();
      }
    });
  }
});

const TOWNS = "Olomouc\ttown\nWillow Bay\ttown\n";

function bare({ type, start, end }: { type: string; start: number; end: number }): string {
  return `${type} ${start}-${end}`;
}
