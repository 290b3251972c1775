import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fromFloat16, toFloat16 } from "#core/artifact/float16.js";
import { loadArtifact } from "#core/artifact/load.js";
import { saveArtifact } from "#core/artifact/save.js";
import { readTensorFile, writeTensorFile } from "#core/artifact/tensor-file.js";
import { verifyArtifact } from "#core/artifact/verify.js";
import { Block } from "#core/network/block.js";
import { glorotUniform } from "#core/network/initializers.js";
import { type Network, parametersOf, registerNetwork } from "#core/network/network.js";
import { dense } from "#core/ops/dense.js";
import { type Random, randomStream } from "#core/random/random.js";

function line(options: Record<string, unknown>, random: Random): Network {
  const head = new Block("head", random);
  const outputs = options.outputs as number;
  const kernel = head.weight("logits/kernel", [3, outputs], glorotUniform);
  const bias = head.bias("logits/bias", [outputs]);
  return {
    architecture: "test-line",
    options,
    blocks: [head],
    inputs: { x: { dtype: "float32", shape: [-1, 3] } },
    forward: (context, { x }) => dense(x, context.parameter(kernel), context.parameter(bias)),
  };
}

describe("artifacts", () => {
  let folder: string;
  let model: string;

  before(() => registerNetwork("test-line", line));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-artifact-"));
    model = path.join(folder, "model");
    const network = line({ outputs: 2 }, randomStream(1));
    await saveArtifact(
      model,
      network,
      { labels: ["a", "b"], preprocessing: {}, data: [], files: new Map([["words.txt", "x\n"]]) },
      {
        name: "line",
        title: "Line",
        task: "test/line",
        seed: 1,
        licence: "MIT",
        lineage: { name: "only", from: [] },
        metrics: {},
      },
      "# Line\n",
      { storedFloat: "float32" },
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("come back as they were", async () => {
    const { network, manifest } = await loadArtifact(model, "test/line");
    const expected = line({ outputs: 2 }, randomStream(1));
    assert.deepEqual(valuesOf(network), valuesOf(expected));
    assert.deepEqual(manifest.labels, ["a", "b"]);
    assert.deepEqual(Object.keys(manifest.files), [
      "model.json",
      "weights.bin",
      "card.md",
      "words.txt",
    ]);
  });

  it("replace a model, and never a folder that holds something else", async () => {
    const network = line({ outputs: 2 }, randomStream(2));
    const contents = { labels: ["c", "d"], preprocessing: {}, data: [] };
    const identity = { name: "line", title: "Line", task: "test/line", seed: 2, licence: "MIT" };
    const rest = { ...identity, lineage: { name: "only", from: [] }, metrics: {} };
    const save = (to: string) => saveArtifact(to, network, contents, rest, "# Line\n");
    await save(model);
    assert.deepEqual((await loadArtifact(model, "test/line")).manifest.labels, ["c", "d"]);
    await writeFile(path.join(folder, "photo.jpg"), "mine");
    await assert.rejects(save(folder), { code: "E_USAGE", message: /holds (model|photo\.jpg)/ });
    assert.equal(await readFile(path.join(folder, "photo.jpg"), "utf8"), "mine");
  });

  it("are refused for another task", async () => {
    await assert.rejects(loadArtifact(model, "text/tag"), {
      code: "E_BAD_ARTIFACT",
      message: /text\/tag/,
    });
  });

  it("are refused when a byte of the weights has changed, naming file and hashes", async () => {
    const file = path.join(model, "weights.bin");
    const bytes = await readFile(file);
    bytes[bytes.length - 1] ^= 1;
    await writeFile(file, bytes);
    const message = /weights\.bin is damaged: expected SHA-256 \w{64}, received \w{64}/;
    await assert.rejects(loadArtifact(model, "test/line"), { code: "E_CHECKSUM", message });
    const statuses = (await verifyArtifact(model)).map(({ status }) => status);
    assert.deepEqual(statuses, ["ok", "damaged", "ok", "ok"]);
  });

  it("are refused when a file is missing, naming it", async () => {
    await rm(path.join(model, "words.txt"));
    await assert.rejects(loadArtifact(model, "test/line"), {
      code: "E_CHECKSUM",
      message: /words\.txt is missing/,
    });
  });

  it("are refused when the folder is none", async () => {
    await assert.rejects(loadArtifact(folder, "test/line"), {
      code: "E_BAD_ARTIFACT",
      message: /manifest\.json/,
    });
  });

  it("are refused when the weights don't fit the network", async () => {
    const arrays = await readTensorFile(path.join(model, "weights.bin"));
    arrays.set("head/logits/bias", { shape: [3], data: new Float32Array(3) });
    await rewrite(model, arrays);
    const message = /Expected 2 for 'head\/logits\/bias'.*received 3/;
    await assert.rejects(loadArtifact(model, "test/line"), { code: "E_BAD_ARTIFACT", message });
  });

  it("are refused when they hold a weight that the network has no place for", async () => {
    const arrays = await readTensorFile(path.join(model, "weights.bin"));
    arrays.set("stranger", { shape: [1], data: new Float32Array(1) });
    await rewrite(model, arrays);
    await assert.rejects(loadArtifact(model, "test/line"), { message: /stranger/ });
  });

  it("hold the weights given instead of the network's, and never too few", async () => {
    const network = line({ outputs: 2 }, randomStream(1));
    const contents = { labels: ["a", "b"], preprocessing: {}, data: [] };
    const identity = { name: "line", title: "Line", task: "test/line", seed: 1, licence: "MIT" };
    const rest = { ...identity, lineage: { name: "only", from: [] }, metrics: {} };
    const kernel = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const bias = { shape: [2], data: Float32Array.of(-1, 0.5) };
    const weights = new Map([["head/logits/kernel", kernel]]);
    await assert.rejects(saveArtifact(model, network, contents, rest, "", { weights }), {
      code: "E_BAD_ARTIFACT",
      message: "Expected 2 numbers for 'head/logits/bias', received none",
    });
    weights.set("head/logits/bias", bias);
    await saveArtifact(model, network, contents, rest, "", { weights });
    assert.deepEqual(valuesOf((await loadArtifact(model, "test/line")).network), [
      [1, 2, 3, 4, 5, 6],
      [-1, 0.5],
    ]);
  });
});

function valuesOf(network: Network): number[][] {
  return parametersOf(network).map(({ values }) => [...values]);
}

/** Puts other weights into an artifact, their hash set right. */
async function rewrite(
  model: string,
  arrays: Awaited<ReturnType<typeof readTensorFile>>,
): Promise<void> {
  await writeTensorFile(path.join(model, "weights.bin"), arrays);
  const [, changed] = await verifyArtifact(model);
  const file = path.join(model, "manifest.json");
  const manifest = await readFile(file, "utf8");
  await writeFile(file, manifest.replace(changed.expected, changed.actual ?? ""));
}

describe("tensor files", () => {
  let file: string;

  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), "mltl-tensors-")), "arrays.bin");
  });
  afterEach(() => rm(path.dirname(file), { recursive: true, force: true }));

  const arrays = new Map([
    ["floats", { shape: [2, 2], data: Float32Array.of(1.5, -2, 1 / 3, 70_000) }],
    ["bytes", { shape: [3], data: Int8Array.of(-128, 0, 127) }],
    ["unsigned", { shape: [2], data: Uint8Array.of(0, 255) }],
    ["whole", { shape: [2], data: Int32Array.of(-5, 2 ** 30) }],
    ["scalar", { shape: [], data: Float32Array.of(7) }],
  ]);

  it("keep names, shapes, kinds and values", async () => {
    await writeTensorFile(file, arrays);
    assert.deepEqual(await readTensorFile(file), arrays);
  });

  it("are refused when truncated, saying so", async () => {
    await writeTensorFile(file, arrays);
    await truncate(file, (await readFile(file)).length - 4);
    await assert.rejects(readTensorFile(file), { code: "E_BAD_ARTIFACT", message: /truncated/ });
  });

  it("are refused when they are something else", async () => {
    await writeFile(file, "Once upon a time there was a file.");
    await assert.rejects(readTensorFile(file), {
      code: "E_BAD_ARTIFACT",
      message: /something else/,
    });
  });
});

describe("half precision", () => {
  const roundTrip = (value: number) => fromFloat16(toFloat16(Float32Array.of(value)))[0];

  it("keeps what it can hold exactly", () => {
    for (const value of [0, 1, -1, 0.5, 65504, 2 ** -14, 2 ** -24, 1 + 2 ** -10]) {
      assert.equal(roundTrip(value), value);
      assert.equal(roundTrip(-value), -value);
    }
  });

  it("rounds to nearest, ties to even", () => {
    assert.equal(roundTrip(1 + 2 ** -11), 1);
    assert.equal(roundTrip(1 + 3 * 2 ** -11), 1 + 2 ** -9);
    assert.equal(roundTrip(1 + 2 ** -11 + 2 ** -20), 1 + 2 ** -10);
  });

  it("goes to infinity, to zero and through NaN", () => {
    assert.equal(roundTrip(1e6), Number.POSITIVE_INFINITY);
    assert.equal(roundTrip(65520), Number.POSITIVE_INFINITY);
    assert.equal(roundTrip(1e-9), 0);
    assert.ok(Number.isNaN(roundTrip(Number.NaN)));
  });

  it("agrees with every half there is", () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    assert.deepEqual(toFloat16(fromFloat16(all)), all);
  });
});
