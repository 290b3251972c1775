import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  nativeFilesPresent,
  readNativeManifest,
  verifyNativeFiles,
  writeNativeManifest,
} from "#core/engine/setup/manifest.js";
import { newFolder } from "./new-folder.js";

async function madeFolder() {
  const folder = newFolder();
  writeFileSync(path.join(folder, "a"), "alpha");
  writeFileSync(path.join(folder, "b"), "beta");
  const source = { file: "x.whl", sha256: "0" };
  await writeNativeManifest(folder, {
    ...{ tensorflow: "2.15.1", tfjsNode: "4.22.0", way: "wheel", source, compiler: "g++" },
  });
  const manifest = (await readNativeManifest(folder)) ?? assert.fail("no manifest");
  return { folder, manifest };
}

describe("the native folder's manifest", () => {
  it("lists every file, and finds them whole", async () => {
    const { folder, manifest } = await madeFolder();
    assert.deepEqual(
      manifest.files.map(({ path: name, size }) => [name, size]),
      [
        ["a", 5],
        ["b", 4],
      ],
    );
    assert.equal(await nativeFilesPresent(folder, manifest), true);
    const checks = await verifyNativeFiles(folder, manifest);
    assert.deepEqual(
      checks.map(({ status }) => status),
      ["ok", "ok"],
    );
  });

  it("tells a changed byte and a missing file", async () => {
    const { folder, manifest } = await madeFolder();
    writeFileSync(path.join(folder, "a"), "alphb");
    rmSync(path.join(folder, "b"));
    const [a, b] = await verifyNativeFiles(folder, manifest);
    assert.equal(a.status, "damaged");
    assert.notEqual(a.actual, a.expected);
    assert.equal(b.status, "missing");
    assert.equal(await nativeFilesPresent(folder, manifest), false);
  });

  it("is undefined where it cannot be read", async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, "manifest.json"), "{");
    assert.equal(await readNativeManifest(folder), undefined);
  });
});
