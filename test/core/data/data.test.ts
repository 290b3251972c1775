import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  addData,
  type DataManifest,
  dataRoot,
  dataSetHash,
  findDataManifest,
  hasData,
  readDataManifests,
  requireData,
  verifyData,
} from "@mltl/core";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const manifest: DataManifest = {
  schema: "mltl.data/1",
  name: "two",
  title: "Two files",
  task: "text/tag",
  format: "conll",
  folder: "ner/two",
  source: "nowhere",
  licence: "CC0",
  ship: true,
  files: { "a.txt": sha256("a"), "b.txt": sha256("b") },
};

describe("data sets", () => {
  let folder: string;
  let from: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-data-"));
    from = path.join(folder, "from");
    await mkdir(from);
    await writeFile(path.join(from, "a.txt"), "a");
    await writeFile(path.join(from, "b.txt"), "b");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("have manifests that can be read, each with hashes and a licence", async () => {
    const manifests = await readDataManifests();
    assert.ok(manifests.length > 10);
    for (const { files, licence } of manifests) {
      assert.ok(licence.length > 0);
      for (const hash of Object.values(files)) assert.match(hash, /^[0-9a-f]{64}$/);
    }
  });

  it("that aren't known are refused with the names of those that are", async () => {
    await assert.rejects(findDataManifest("fer2014"), { code: "E_NOT_FOUND", message: /fer2013/ });
  });

  it("are added by copying what has the right hash", async () => {
    const root = path.join(folder, "root");
    assert.equal(hasData(root, manifest), false);
    assert.throws(() => requireData(root, manifest), {
      code: "E_NOT_FOUND",
      hint: /mltl data add two/,
    });
    await addData(root, manifest, from);
    assert.equal(requireData(root, manifest), path.join(root, "ner/two"));
    const checks = await verifyData(path.join(root, "ner/two"), manifest);
    assert.deepEqual(
      checks.map(({ status }) => status),
      ["ok", "ok"],
    );
  });

  it("with a file of another hash are refused, nothing left half-made", async () => {
    const root = path.join(folder, "root");
    await writeFile(path.join(from, "b.txt"), "B");
    const message = new RegExp(
      `Expected SHA-256 ${sha256("b")} for .*b\\.txt, received ${sha256("B")}`,
    );
    await assert.rejects(addData(root, manifest, from), { code: "E_CHECKSUM", message });
    assert.deepEqual(await readdir(path.join(root, "ner/two")), ["a.txt"]);
  });

  it("may hold folders, checked and copied whole", async () => {
    const faces = path.join(from, "faces");
    await mkdir(path.join(faces, "sad"), { recursive: true });
    await writeFile(path.join(faces, "sad", "1.png"), "one");
    await writeFile(path.join(faces, "2.png"), "two");
    const hash = sha256(`${sha256("two")}  2.png\n${sha256("one")}  sad/1.png\n`);
    const pictures = { ...manifest, files: { "faces/": hash } };
    const root = path.join(folder, "root");
    const there = await addData(root, pictures, from);
    assert.deepEqual(await verifyData(there, pictures), [{ file: "faces/", status: "ok" }]);

    await writeFile(path.join(there, "faces", "3.png"), "one too many");
    assert.deepEqual(await verifyData(there, pictures), [{ file: "faces/", status: "damaged" }]);
    await addData(root, pictures, from);
    assert.deepEqual(await verifyData(there, pictures), [{ file: "faces/", status: "ok" }]);

    await rm(path.join(faces, "2.png"));
    await rm(path.join(there, "faces"), { recursive: true });
    await assert.rejects(addData(root, pictures, from), {
      code: "E_CHECKSUM",
      message: new RegExp(`Expected SHA-256 ${hash} for .*faces`),
    });
    assert.equal(hasData(root, pictures), false);
  });

  it("are told to be damaged or missing", async () => {
    await writeFile(path.join(from, "b.txt"), "B");
    await rm(path.join(from, "a.txt"));
    const statuses = (await verifyData(from, manifest)).map(({ status }) => status);
    assert.deepEqual(statuses, ["missing", "damaged"]);
  });

  it("are looked for where MLTL_DATA says, unless told otherwise", () => {
    const before = process.env.MLTL_DATA;
    process.env.MLTL_DATA = "/somewhere";
    assert.equal(dataRoot(), "/somewhere");
    assert.equal(dataRoot("/else"), "/else");
    if (before === undefined) delete process.env.MLTL_DATA;
    else process.env.MLTL_DATA = before;
  });

  it("have a hash that changes with any file", () => {
    const other = { ...manifest, files: { ...manifest.files, "b.txt": sha256("c") } };
    assert.notEqual(dataSetHash(manifest), dataSetHash(other));
  });
});
