import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type DataManifest, dataRoot, hasData, readDataManifests } from "@mltl/core";
import { readTaggedSet } from "#text/data/read-tagged-set.js";
import { typesIn } from "#text/data/tagged-set.js";

const manifest: DataManifest = {
  schema: "mltl.data/1",
  name: "some",
  title: "Some sentences",
  task: "text/tag",
  format: "conll",
  folder: "ner/some",
  source: "nowhere",
  licence: "CC0",
  ship: true,
  labels: ["PER", "constructor"],
  files: { "train.conll.gz": "", "dev.conll": "" },
};

describe("readTaggedSet", () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "mltl-tagged-"));
    folder = path.join(root, "ner/some");
    await mkdir(folder, { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Sentences of two words, the first a person. */
  const write = (file: string, count: number) => {
    const text = Array.from({ length: count }, (_, i) => `Ann${i}\tB-PER\nleft\tO\n\n`).join("");
    return writeFile(path.join(folder, file), file.endsWith(".gz") ? gzipSync(text) : text);
  };

  it("gives words and entities", async () => {
    await writeFile(path.join(folder, "dev.conll"), "Ann\tB-PER\nLee\tI-PER\nand\tO\n");
    assert.deepEqual(await readTaggedSet(root, manifest, "dev"), {
      sentences: [{ words: ["Ann", "Lee", "and"], spans: [{ type: "PER", start: 0, end: 2 }] }],
    });
  });

  it("reads plain files and gzipped ones", async () => {
    await write("train.conll.gz", 3);
    await write("dev.conll", 2);
    assert.equal((await readTaggedSet(root, manifest, "train")).sentences.length, 3);
    assert.equal((await readTaggedSet(root, manifest, "dev")).sentences.length, 2);
  });

  it("names the line that is none of the format", async () => {
    await writeFile(path.join(folder, "dev.conll"), "Ann\tB-PER\nLee E-PER\n");
    await assert.rejects(readTaggedSet(root, manifest, "dev"), {
      code: "E_BAD_DATA",
      message: /dev\.conll, line 2: expected O, B-TYPE or I-TYPE.*, received 'E-PER'$/,
    });
  });

  it("refuses a split that the set doesn't have, with those it has", async () => {
    await assert.rejects(readTaggedSet(root, manifest, "test"), {
      code: "E_NOT_FOUND",
      message: /'some' has no split 'test'\. Splits: train, dev/,
    });
  });

  describe("where a split is to be cut", () => {
    const cut = (from: "train" | "test", files: string[]): DataManifest => ({
      ...manifest,
      cut: from,
      files: Object.fromEntries(files.map((file) => [file, ""])),
    });
    const firstWords = async (set: DataManifest, split: string) =>
      (await readTaggedSet(root, set, split)).sentences.map(({ words }) => words[0]);

    it("makes 15 % of the sentences dev, the same ones each time", async () => {
      await write("train.conll.gz", 20);
      await write("test.conll", 4);
      const set = cut("train", ["train.conll.gz", "test.conll"]);
      const train = await firstWords(set, "train");
      const dev = await firstWords(set, "dev");
      assert.equal(dev.length, 3);
      assert.equal(new Set([...train, ...dev]).size, 20);
      assert.deepEqual(await firstWords(set, "dev"), dev);
      assert.equal((await firstWords(set, "test")).length, 4);
    });

    it("keeps documents whole, and no longer gives the split itself", async () => {
      await write("test.conll", 40);
      const starts = Array.from({ length: 10 }, (_, i) => i * 4);
      await writeFile(path.join(folder, "test.docs.txt"), `${starts.join("\n")}\n`);
      const set = cut("test", ["test.conll", "test.docs.txt"]);
      const dev = (await firstWords(set, "dev")).map((word) => Number(word.slice(3)));
      assert.equal(dev.length, 8);
      assert.deepEqual(
        new Set(dev.map((i) => Math.floor(i / 4))).size,
        2,
        "two documents of four sentences",
      );
      await assert.rejects(firstWords(set, "test"), { message: /Splits: train, dev$/ });
    });
  });

  it("reads every set that is here as its manifest counts it", async function () {
    this.timeout(120_000);
    const sets = (await readDataManifests()).filter(
      (set) => set.task === "text/tag" && hasData(dataRoot(), set),
    );
    if (sets.length === 0) {
      console.error("      (skipped: needs data sets under MLTL_DATA)");
      this.skip();
    }
    for (const set of sets) {
      const read = (split: string) => readTaggedSet(dataRoot(), set, split);
      const { cut } = set;
      const counts = { ...set.counts };
      const found = [];
      if (cut !== undefined) {
        const [train, dev] = [await read("train"), await read("dev")];
        found.push(train, dev);
        const total = train.sentences.length + dev.sentences.length;
        assert.equal(total, counts[cut], `${set.name} ${cut}`);
        delete counts[cut];
      }
      for (const [split, count] of Object.entries(counts)) {
        const tagged = await read(split);
        found.push(tagged);
        assert.equal(tagged.sentences.length, count, `${set.name} ${split}`);
      }
      if (set.labels) assert.deepEqual(typesIn(found), [...set.labels].sort(), set.name);
    }
  });
});
