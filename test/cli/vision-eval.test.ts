import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";
import { drawFaces } from "../vision/draw-faces.js";
import { samplePath } from "../vision/photographs.js";

describe("mltl vision eval, embed and align", function () {
  this.timeout(240_000);
  const folder = newFolder();
  const faces = path.join(folder, "faces");

  before(() => drawFaces(faces, { happy: 3, sad: 2, contempt: 1 }));

  it("prints figures and writes a page, and says what was left out", async () => {
    const page = path.join(folder, "page.html");
    const words = ["vision", "eval", "--data", faces, "--conditions", "dim", "--out", page];
    const { stdout, stderr, code } = await runMltl(words);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^emotion on faces, all: 5 faces, test-time crops: none$/m);
    assert.match(stdout, /^accuracy +\d/m);
    assert.match(stdout, /^at half brightness +\d/m);
    assert.match(stderr, /left out 1 contempt/);
    assert.match(readFileSync(page, "utf8"), /<svg class="chart confusion"/);
  });

  it("prints JSON alone on standard output, the same with test-time crops asked for", async () => {
    const words = ["vision", "eval", "--data", faces, "--format", "json", "--test-time", "flip"];
    const { stdout, stderr, code } = await runMltl(words);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.schema, "mltl.evaluation/1");
    assert.deepEqual([report.n, report.testTime, report.leftOut], [5, "flip", { contempt: 1 }]);
  });

  it("refuses what it can't do, in a sentence", async () => {
    const cases: [string[], RegExp][] = [
      [["eval"], /--data/],
      [["eval", "--data", faces, "--out", "x.txt"], /\.html or \.json/],
      [["eval", "--data", faces, "--conditions", "fog"], /rotated, dim, 40px, 24px/],
      [["eval", "--data", path.join(folder, "none")], /No data set of faces and no path/],
      [["embed", faces, "--format", "npy"], /a file for npy/],
      [["embed", faces, "--out", "f.png"], /would be overwritten/],
      [["align", samplePath(1), "--out", path.join(folder, "x")], /a folder of photographs/],
    ];
    for (const [words, message] of cases) {
      const { stdout, stderr, code } = await runMltl(["vision", ...words]);
      assert.notEqual(code, 0, words.join(" "));
      assert.match(stderr, message);
      assert.equal(stdout, "");
    }
  });

  it("aligns a folder of classes, which eval then reads, and goes on without doing it twice", async () => {
    const photos = path.join(folder, "photos");
    for (const label of ["happy", "sad"]) mkdirSync(path.join(photos, label), { recursive: true });
    copyFileSync(samplePath(1), path.join(photos, "happy", "one.jpg"));
    copyFileSync(samplePath(2), path.join(photos, "sad", "two.jpg"));
    writeFileSync(path.join(photos, "sad", "bad.jpg"), "no picture");
    const out = path.join(folder, "aligned");
    const words = ["vision", "align", photos, "--out", out, "--detector", "tiny"];
    const first = await runMltl(words);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /2 faces \(the largest of each photograph\)/);
    assert.match(first.stderr, /bad\.jpg: unsupported/);
    assert.deepEqual(readdirSync(path.join(out, "happy")), ["one.png"]);
    const again = await runMltl([...words, "--strict"]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /3 done before/);
    const { stdout, stderr } = await runMltl(["vision", "eval", "--data", out, "--format", "json"]);
    assert.equal(JSON.parse(stdout).n, 2, stderr);
    assert.equal(JSON.parse(stdout).data.problems, 0);
  });

  it("embeds crops as numpy reads them", async () => {
    const out = path.join(folder, "features.npy");
    const words = ["vision", "embed", faces, "--faces", "crop", "--out", out];
    const { stderr, code } = await runMltl(words);
    assert.equal(code, 0, stderr);
    assert.match(readFileSync(out, "latin1").slice(10, 128), /'shape': \(6, \d+\)/);
    assert.ok(existsSync(path.join(folder, "features.faces.csv")));
  });
});
