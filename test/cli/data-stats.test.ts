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

  it("tells of an experiment how it splits its data, and of twins across", async function () {
    this.timeout(120_000);
    const folder = newFolder();
    const set = path.join(folder, "faces");
    for (const [number, split] of ["train", "train", "dev", "test"].entries()) {
      await drawWaves(path.join(set, split, "happy", `${number}.png`), number + 1);
      await drawWaves(path.join(set, split, "sad", `${number}.png`), number + 11);
    }
    await drawWaves(path.join(set, "test/sad/copy.png"), 11);
    writeFileSync(
      path.join(folder, "plan.yaml"),
      `schema: mltl.plan/1
name: waves
seed: 1
levels:
  - name: target
    task: vision/classify
    data: { set: ${set} }
    network: { architecture: small-cnn }
    stages: [{ name: all, steps: 1, rate: 0.01 }]
    monitor: accuracy
card: { title: waves, licence: none, intendedUse: tests, limits: all }
`,
    );
    const file = path.join(folder, "experiment.yaml");
    writeFileSync(
      file,
      `schema: mltl.experiment/1
name: waves
plans: [{ name: plain, file: plan.yaml }]
`,
    );
    const { stdout, stderr, code } = await runMltl(["data", "stats", file, "--format", "json"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      schema: "mltl.splits/1",
      experiment: "waves",
      seed: 1,
      splits: [
        {
          plans: ["plain"],
          set,
          parts: { train: { faces: 4 }, dev: { faces: 2 }, test: { faces: 3 } },
          twins: { tested: 3, exact: 1, near: 0 },
        },
      ],
    });
    const table = await runMltl(["data", "stats", file]);
    assert.match(table.stdout, /plain +4 +2 +3 +unknown +1 +0/);
  });
});
