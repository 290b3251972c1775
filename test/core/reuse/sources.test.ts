import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { formatLineage, type Lineage } from "#core/artifact/lineage.js";
import { readManifest } from "#core/artifact/manifest.js";
import { saveArtifact } from "#core/artifact/save.js";
import { sha256OfFile } from "#core/io/checksum.js";
import { type Network, registerNetwork } from "#core/network/network.js";
import { networkSource } from "#core/reuse/artifact-source.js";
import { openWeights, registerWeightSource } from "#core/reuse/open-weights.js";
import { reuse } from "#core/reuse/reuse.js";
import { block, numbers, sourceOf } from "./tiny.js";

const AXES = ["tag"];

function tagger(start: readonly number[]): Network {
  const crf = block("crf");
  crf.bias("start", [start.length], numbers(...start), { axes: AXES });
  return {
    architecture: "test-tags",
    options: { tags: start.length },
    blocks: [crf],
    inputs: {},
    forward: () => {
      throw new Error("not run");
    },
  };
}

const IDENTITY = { title: "Tags", task: "test/tag", seed: 1, licence: "MIT", metrics: {} };

function save(folder: string, network: Network, tags: string[], lineage: Lineage) {
  const contents = {
    labels: ["PER"],
    preprocessing: {},
    data: [],
    vocabularies: { tag: tags },
  };
  return saveArtifact(
    folder,
    network,
    contents,
    { ...IDENTITY, name: "tags", lineage },
    "# Tags\n",
  );
}

describe("sources of weights", () => {
  let folder: string;

  before(() => {
    registerNetwork("test-tags", ({ tags }) => tagger(new Array(tags as number).fill(0)));
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-sources-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are our artifacts, with axes, names and the levels behind them", async () => {
    const wild = { name: "wild", task: "test/tag", from: [] };
    const model = path.join(folder, "model");
    const { files } = await save(model, tagger([1, 2, 3]), ["O", "B-PER", "E-PER"], wild);
    const source = await openWeights(model);
    assert.deepEqual(source.parameters.get("crf/start")?.axes, AXES);
    assert.deepEqual(source.vocabularies, { label: ["PER"], tag: ["O", "B-PER", "E-PER"] });
    assert.deepEqual(source.lineage, {
      ...wild,
      artifact: "tags",
      sha256: await sha256OfFile(path.join(model, "weights.bin")),
    });
    assert.ok("vocabularies.json" in files);
    const target = tagger([-1, -1]);
    reuse(source, target, { vocabularies: { tag: ["E-PER", "S-PER"] } });
    assert.deepEqual([...target.blocks[0].parameters[0].values], [3, -1]);
  });

  it("are networks in memory", () => {
    const source = networkSource("before", tagger([1, 2]), { tag: ["a", "b"] });
    const target = tagger([-1]);
    reuse(source, target, { vocabularies: { tag: ["b"] } });
    assert.deepEqual([...target.blocks[0].parameters[0].values], [2]);
    assert.deepEqual(source.lineage, { name: "before", from: [] });
  });

  it("are safetensors files of others, in every kind of number", async () => {
    const file = path.join(folder, "bert.safetensors");
    const arrays = {
      "encoder.layer.0.weight": { dtype: "BF16", shape: [1, 2], bytes: [0x80, 0x3f, 0x20, 0xc0] },
      "encoder.bias": { dtype: "F64", shape: [1], bytes: [0, 0, 0, 0, 0, 0, 0xe0, 0x3f] },
      position_ids: {
        dtype: "I64",
        shape: [2],
        bytes: [7, 0, 0, 0, 0, 0, 0, 0, ...new Array(8).fill(255)],
      },
    };
    let offset = 0;
    const header = Object.entries(arrays).map(([name, { dtype, shape, bytes }]) => {
      const from = offset;
      offset += bytes.length;
      return [name, { dtype, shape, data_offsets: [from, offset] }] as const;
    });
    const json = Buffer.from(
      JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(header) }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    const bytes = Object.values(arrays).flatMap((array) => array.bytes);
    await writeFile(file, Buffer.concat([length, json, Buffer.from(bytes)]));
    const { parameters, lineage } = await openWeights(file);
    assert.deepEqual(
      [...parameters].map(([name, { shape, values }]) => [name, shape, [...values]]),
      [
        ["encoder/layer/0/weight", [1, 2], [1, -2.5]],
        ["encoder/bias", [1], [0.5]],
        ["position_ids", [2], [7, -1]],
      ],
    );
    assert.equal(lineage.format, "safetensors");
  });

  it("are what vision and text register", async () => {
    const own = sourceOf({ "stem/bias": { shape: [1], values: [4] } });
    registerWeightSource("test-own", {
      matches: async (given) => given === "own:weights",
      open: async () => own,
    });
    assert.equal(await openWeights("own:weights"), own);
    assert.equal(await openWeights("anything", "test-own"), own);
  });

  it("are refused where no form reads them, naming the forms", async () => {
    const file = path.join(folder, "photo.jpg");
    await writeFile(file, "x");
    await assert.rejects(openWeights(file), {
      code: "E_NOT_FOUND",
      message: /photo\.jpg in one of the forms mltl, tfjs-layers, safetensors.*received something/,
    });
    await assert.rejects(openWeights(file, "safetensor"), {
      code: "E_NOT_FOUND",
      message: /No source of weights 'safetensor'; did you mean 'safetensors'\? Registered: mltl,/,
    });
  });
});

describe("lineage", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-lineage-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const reused = { matched: 5, adapted: 1, skipped: 2, unused: 3, reused: 1234, numbers: 2000 };
  const tree: Lineage = {
    name: "target",
    task: "test/tag",
    from: [
      {
        source: {
          name: "wild",
          task: "test/tag",
          artifact: "wild-model",
          sha256: "0123456789abcdef",
          from: [{ source: { name: "posed", from: [] } }],
        },
        reuse: reused,
      },
      { source: { name: "faces.bin", format: "face-api", from: [] } },
    ],
  };

  it("is a tree, kept in the manifest and printed by branches", async () => {
    const model = path.join(folder, "model");
    await save(model, tagger([1]), ["O"], tree);
    assert.deepEqual((await readManifest(model)).lineage, tree);
    assert.equal(
      formatLineage(tree),
      `target (test/tag)
├─ wild (test/tag, wild-model, 01234567): 1,234 of 2,000 numbers taken over; parameters: 5 matched, 1 adapted, 2 skipped, 3 unused
│  └─ posed
└─ faces.bin (face-api)
`,
    );
  });

  it("is read from manifests that list the names of a chain's levels", async () => {
    const model = path.join(folder, "model");
    await save(model, tagger([1]), ["O"], ["posed", "wild"] as never);
    assert.deepEqual((await readManifest(model)).lineage, {
      name: "wild",
      from: [{ source: { name: "posed", from: [] } }],
    });
  });
});
