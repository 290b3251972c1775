import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dataRoot, findDataManifest, hasData, loadEngine, readManifest, tf } from "@mltl/core";
import {
  DEFAULT_TAGGER_MODEL,
  entityEvaluationPage,
  evaluateTagger,
  labelSequences,
} from "@mltl/text";
import { scratchFolder } from "../../core/io/scratch.js";
import { saveTinyTagger } from "../tag/tiny-tagger.js";

/** Sentences of many lengths, with entities of a type that the tagger lacks among them. */
function conll(sentences: number): string {
  return Array.from({ length: sentences }, (_, i) =>
    [
      "<b>Ann&\tB-PER",
      "Lee\tI-PER",
      ...Array.from({ length: i % 9 }, (_, j) => `the${j}\tO`),
      `place${i % 3}\tB-LOC`,
      "gene\tB-GENE",
    ].join("\n"),
  ).join("\n\n");
}

describe("evaluating a tagger", function () {
  this.timeout(120_000);
  const folder = scratchFolder();
  const data = () => folder.at("data");
  const options = () => ({ model: folder.at("tiny"), data: data(), dataRoot: folder.path });

  before(async () => {
    await saveTinyTagger(folder.at("tiny"));
    mkdirSync(data());
    writeFileSync(folder.at("data", "train.conll"), conll(3));
    writeFileSync(folder.at("data", "test.conll"), conll(50));
  });

  it("joins types by name, and says what it left out", async () => {
    const { report, sentences } = await evaluateTagger({ ...options(), bootstrap: 50 });
    assert.equal(report.data.split, "test");
    assert.deepEqual([report.sentences, report.entities], [50, 100]);
    assert.deepEqual(report.types, { LOC: "LOC", PER: "PER" });
    assert.deepEqual(report.leftOut, { GENE: 50 });
    assert.ok(
      !("ORG" in report.leftOut) &&
        sentences.flatMap(({ predicted }) => predicted).every(({ type }) => type !== "ORG"),
    );
    assert.ok(report.predicted > 0, "a tagger that marks nothing shows nothing");
    const { seen = [] } = report.familiarity ?? {};
    assert.equal(seen.find(({ group }) => group === "seen")?.support, 100);
    assert.equal(report.invalid, "conlleval");
  });

  it("comes to the same figures one sentence at a time", async () => {
    const figures = async (batch?: number) => {
      const { report } = await evaluateTagger({ ...options(), bootstrap: 0, batch });
      const { seconds, tokensPerSecond, ...rest } = report;
      return rest;
    };
    assert.deepEqual(await figures(1), await figures());
  });

  it("takes a gzipped file, and a map of types", async () => {
    writeFileSync(folder.at("one.conll.gz"), gzipSync(conll(5)));
    const { report } = await evaluateTagger({
      ...options(),
      data: folder.at("one.conll.gz"),
      types: { GENE: "ORG" },
      bootstrap: 0,
    });
    assert.deepEqual([report.data.split, report.entities], ["all", 5]);
    assert.deepEqual(report.leftOut, { LOC: 5, PER: 5 });
    assert.equal(report.familiarity, undefined);
  });

  it("leaves no tensor behind", async () => {
    await loadEngine();
    const before = tf.memory().numTensors;
    await evaluateTagger({ ...options(), bootstrap: 0 });
    assert.equal(tf.memory().numTensors, before);
  });

  it("makes a page with the errors in their sentences, escaped, the policy beside F1", async () => {
    const page = entityEvaluationPage(await evaluateTagger({ ...options(), bootstrap: 0 }));
    assert.match(page, /strict F1, invalid sequences: conlleval/);
    assert.match(page, /keep it on this machine/);
    assert.match(page, /<svg class="chart confusion"/);
    assert.ok(page.includes("&lt;b&gt;Ann&amp;") && !page.includes("<b>Ann"));
    assert.ok(!/<script|src="(?!data:)|https?:\/\/(?!www\.w3\.org)/.test(page));
  });

  it("keeps label sequences without a word of the text", async () => {
    const evaluation = await evaluateTagger({ ...options(), bootstrap: 0 });
    const text = labelSequences(evaluation);
    const [head, first, ...rest] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual([head.schema, head.data.split], ["mltl.label-sequences/1", "test"]);
    assert.equal(rest.length, 49);
    assert.equal(first.gold, "B-PER I-PER B-LOC O");
    assert.equal(first.predicted.split(" ").length, 4);
    const words = ["<b>Ann&", "Lee", "place0", "gene"].join("\t");
    assert.equal(first.sha256, createHash("sha256").update(words).digest("hex"));
    assert.ok(!/Ann|Lee|place0|gene/.test(text));
  });

  it("says what is wrong with model, data, split and types", async () => {
    const cases: [object, RegExp][] = [
      [{ model: "fr" }, /No model and no folder 'fr'. Models: en/],
      [{ data: "nowhere" }, /no path 'nowhere'/],
      [{ split: "dev" }, /no split 'dev'. Splits: train, test/],
      [{ types: { PER: "PERSON" } }, /'PERSON'/],
    ];
    for (const [wrong, message] of cases) {
      await assert.rejects(evaluateTagger({ ...options(), ...wrong }), message);
    }
  });
});

describe("evaluating the English tagger", function () {
  this.timeout(600_000);

  for (const set of ["uner-en-ewt", "btc", "wnut17"]) {
    it(`comes to the figures that its manifest states for ${set}`, async function () {
      if (!hasData(dataRoot(), await findDataManifest(set))) {
        console.log(`      skipped: ${set} isn't under the data root`);
        this.skip();
      }
      const { metrics } = await readManifest(DEFAULT_TAGGER_MODEL);
      const { report } = await evaluateTagger({ data: set, dataRoot: dataRoot(), bootstrap: 0 });
      const stated = metrics[`test ${set}`];
      for (const name of ["f1", "precision", "recall"] as const) {
        assert.ok(Math.abs(report[name] - stated[name]) < 1e-9, name);
      }
      for (const { type, f1 } of report.byType) {
        assert.ok(Math.abs(f1 - stated[`f1 ${type}`]) < 1e-9, type);
      }
    });
  }
});
