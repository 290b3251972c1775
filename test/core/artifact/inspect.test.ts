import assert from "node:assert/strict";
import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { formatInspection, inspectArtifact } from "#core/artifact/inspect.js";
import { saveArtifact } from "#core/artifact/save.js";
import { Block } from "#core/network/block.js";
import { zeros } from "#core/network/initializers.js";
import { type Network, registerNetwork } from "#core/network/network.js";
import { dense } from "#core/ops/dense.js";
import { type Random, randomStream } from "#core/random/random.js";

function build(options: Record<string, unknown>, random: Random): Network {
  const head = new Block("head", random);
  const kernel = head.weight("kernel", [3, 2], zeros, { axes: [undefined, "label"] });
  const bias = head.bias("bias", [2]);
  return {
    architecture: "test-inspected",
    options,
    blocks: [head],
    inputs: { x: { dtype: "float32", shape: [-1, 3] } },
    forward: (context, { x }) => dense(x, context.parameter(kernel), context.parameter(bias)),
  };
}

describe("inspectArtifact", () => {
  let folder: string;

  before(() => registerNetwork("test-inspected", build));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-inspect-"));
    await saveArtifact(
      folder,
      build({}, randomStream(1)),
      {
        labels: ["PER", "LOC"],
        preprocessing: {},
        data: [{ name: "letters", licence: "CC BY 4.0", sha256: "0123456789abcdef0123" }],
        vocabularies: { tag: ["O", "B-PER"] },
      },
      {
        name: "tiny",
        title: "A tiny one",
        task: "test/tiny",
        seed: 3,
        licence: "MIT",
        metrics: { dev: { f1: 0.5 }, test: { f1: 0.4567, precision: 1 } },
        lineage: {
          name: "target",
          task: "test/tiny",
          from: [{ source: { name: "wild", artifact: "wild-model", from: [] } }],
        },
      },
      "# A tiny one\n\nFor tests.\u001b[31m\n",
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("says all there is to know of a model", async () => {
    const inspection = await inspectArtifact(folder);
    assert.deepEqual(JSON.parse(JSON.stringify(inspection)), inspection);
    assert.deepEqual(inspection.vocabularies, { label: 2, tag: 2 });
    assert.equal(inspection.network.numbers, 8);
    assert.equal(inspection.manifest.lineage.from[0].source.artifact, "wild-model");
    assert.equal(
      formatInspection(inspection, { parameters: true }),
      `name     tiny
title    A tiny one
task     test/tiny
labels   PER, LOC
lists    tag 2
network  test-inspected {}
numbers  8, of which 8 are trainable
seed     3
licence  MIT

Blocks

block  parameters  numbers    share  weight  bias  norm  statistic
──────────────────────────────────────────────────────────────────
head            2        8  100.0 %       6     2     0          0
all             2        8  100.0 %       6     2     0          0

Parameters

parameter    role    shape  numbers  axes
────────────────────────────────────────────
head/kernel  weight  3x2          6  - label
head/bias    bias    2            2

Lineage

target (test/tiny)
└─ wild (wild-model)

Figures

split      f1  precision
────────────────────────
dev    50.0 %
test   45.7 %    100.0 %

Data

set      licence    sha256
────────────────────────────────────
letters  CC BY 4.0  0123456789abcdef

Card

# A tiny one

For tests.\\u001b[31m
`,
    );
  });

  it("refuses a truncated file, naming it", async () => {
    await truncate(path.join(folder, "weights.bin"), 10);
    await assert.rejects(inspectArtifact(folder), {
      code: "E_CHECKSUM",
      message: /weights\.bin is damaged/,
    });
  });

  it("refuses a missing file, naming it", async () => {
    await rm(path.join(folder, "vocabularies.json"));
    await assert.rejects(inspectArtifact(folder), {
      code: "E_CHECKSUM",
      message: /vocabularies\.json is missing/,
    });
  });
});
