import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

/** A pattern of waves: another for each number. */
async function drawWaves(file: string, waves: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const data = Uint8Array.from({ length: 48 * 48 }, (_, i) => {
    const [x, y] = [i % 48, Math.floor(i / 48)];
    return 128 + 100 * Math.sin((x * waves) / 9) * Math.cos((y + waves * 5) / 7);
  });
  await sharp(data, { raw: { width: 48, height: 48, channels: 1 } })
    .png()
    .toFile(file);
}

describe("mltl data stats", () => {
  it("counts, finds twins across splits and what is broken, and writes a page", async () => {
    const folder = newFolder();
    await drawWaves(path.join(folder, "faces/train/happy/a.png"), 1);
    await drawWaves(path.join(folder, "faces/train/sad/b.png"), 2);
    await drawWaves(path.join(folder, "faces/test/happy/copy.png"), 1);
    await drawWaves(path.join(folder, "faces/test/sad/c.png"), 3);
    writeFileSync(path.join(folder, "faces/test/sad/broken.png"), "no picture");
    const page = path.join(folder, "faces.html");
    const { stdout, stderr, code } = await runMltl([
      ...["data", "stats", path.join(folder, "faces"), "--out", page, "--format", "json"],
    ]);
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout);
    assert.deepEqual(found.counts, { train: { happy: 1, sad: 1 }, test: { happy: 1, sad: 1 } });
    assert.deepEqual(found.twins.across, { exact: 1, near: 0, otherLabel: 0 });
    assert.deepEqual(found.leaked, { train: 1, test: 1 });
    assert.deepEqual(
      found.pairs[0].faces.map(({ source }: { source: string }) => source),
      ["train/happy/a.png", "test/happy/copy.png"],
    );
    assert.deepEqual(found.problems, [
      { path: "test/sad/broken.png", reason: "not an image but text" },
    ]);
    assert.match(stderr, /twins across splits: 1 equal, 0 nearly/);
    const html = readFileSync(page, "utf8");
    assert.match(html, /alt="2 faces labelled happy" src="data:image\/jpeg;base64,/);
    assert.doesNotMatch(html, /(src|href)="(?!data:)/);
  });
});
