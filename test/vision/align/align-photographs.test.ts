import assert from "node:assert/strict";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { loadEngine } from "@mltl/core";
import {
  type AlignedPhotograph,
  type AlignOptions,
  alignPhotographs,
  type FaceNetworks,
  loadFaceNetworks,
} from "@mltl/vision";
import sharp from "sharp";
import { inTempFolder, SAMPLE_FACES, samplePath } from "../photographs.js";

describe("aligning photographs", function () {
  this.timeout(240_000);
  let networks: FaceNetworks;

  before(async () => {
    await loadEngine();
    networks = await loadFaceNetworks("tiny");
  });
  after(() => networks?.dispose());

  async function run(
    options: Pick<AlignOptions, "out" | "root"> & Partial<AlignOptions>,
    inputs: string[],
    limit = inputs.length,
  ): Promise<AlignedPhotograph[]> {
    const alignment = await alignPhotographs({ which: "largest", networks, ...options });
    const made: AlignedPhotograph[] = [];
    for await (const photograph of alignment.run(inputs.map((file) => ({ path: file })))) {
      made.push(photograph);
      if (made.length === limit) break;
    }
    return made;
  }

  it("writes the largest face of each in its folder, and says what became of the others", () =>
    inTempFolder(async (root) => {
      const [photo, broken] = [path.join(root, "happy/a b.JPG"), path.join(root, "sad/x.jpg")];
      const empty = path.join(root, "sad/empty.png");
      await mkdir(path.dirname(photo));
      await mkdir(path.dirname(broken));
      await copyFile(samplePath(1), photo);
      await writeFile(broken, "no picture");
      const grey = { width: 90, height: 90, channels: 3 as const, background: "#888" };
      await sharp({ create: grey }).png().toFile(empty);
      const out = path.join(root, "out");
      const made = await run({ out, root }, [photo, broken, empty]);
      assert.deepEqual(
        made.map(({ record: { status }, files }) => [status, files]),
        [
          ["ok", ["happy/a b.png"]],
          ["unsupported", []],
          ["no-face", []],
        ],
      );
      const { width, height, channels } = await sharp(path.join(out, "happy/a b.png")).metadata();
      assert.deepEqual([width, height, channels], [48, 48, 1]);
      const lines = (await readFile(path.join(out, "faces.csv"), "utf8")).trim().split("\n");
      assert.match(lines[1], /^happy\/a b\.png,happy\/a b\.JPG,ok,,1,/);
      assert.match(lines[2], /^,sad\/x\.jpg,unsupported,/);
      assert.match(lines[3], /^,sad\/empty\.png,no-face,,0,/);
    }));

  it("goes on where it was stopped, and comes to the same", () =>
    inTempFolder(async (root) => {
      const inputs = [1, 2, 3].map((n) => path.join(root, `${n}.jpg`));
      for (const [i, file] of inputs.entries()) await copyFile(samplePath(i + 1), file);
      const options = { root, which: "all" as const, size: 64, colour: true };
      const whole = await run({ ...options, out: path.join(root, "whole") }, inputs);
      assert.deepEqual(
        whole.map(({ record, files }) => [record.faces.length, files.length]),
        whole.map(({ record }) => [record.faces.length, record.faces.length]),
      );
      assert.ok(whole[0].files.length >= SAMPLE_FACES[0] - 1);
      const out = path.join(root, "stopped");
      await run({ ...options, out }, inputs, 2);
      // As after kill -9: the second photograph's last row is cut short, and a face of it is gone.
      const table = path.join(out, "faces.csv");
      const text = await readFile(table, "utf8");
      await writeFile(table, text.slice(0, -9));
      await rm(path.join(out, whole[1].files[0]));
      const rest = await run({ ...options, out }, inputs);
      assert.deepEqual(
        rest.map(({ record }) => path.basename(record.path)),
        ["2.jpg", "3.jpg"],
      );
      for (const name of (await readdir(path.join(root, "whole"))).sort()) {
        const [a, b] = await Promise.all(
          ["whole", "stopped"].map((folder) => readFile(path.join(root, folder, name))),
        );
        assert.ok(a.equals(b), name);
      }
      assert.deepEqual(await run({ ...options, out }, inputs), []);
    }));

  it("refuses to mix settings, a folder within itself, and sizes that are none", () =>
    inTempFolder(async (root) => {
      const out = path.join(root, "out");
      const open = (more: object) => alignPhotographs({ root, out, which: "all", ...more });
      await open({});
      await assert.rejects(open({ size: 64 }), { code: "E_USAGE", message: /"size": 48/ });
      await assert.rejects(open({ out: root }), { code: "E_USAGE" });
      await assert.rejects(open({ size: 4 }), { message: /from 16 to 1024/ });
    }));
});
