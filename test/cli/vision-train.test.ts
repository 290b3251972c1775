import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";
import { drawFaces } from "../vision/draw-faces.js";

/** A network that learns shapes in a few steps. */
const small = [
  "--from",
  "scratch",
  "--architecture",
  "small-cnn",
  "--set",
  "levels.faces.network.options={ widths: [8, 8] }",
  "--set",
  "levels.faces.stages.all.rate=0.01",
  "--set",
  "levels.faces.data.passes=12",
];

describe("mltl vision train", () => {
  const folder = newFolder();
  const faces = path.join(folder, "my faces");
  const model = path.join(folder, "out", "shapes");
  const words = (...more: string[]) => [
    "vision",
    "train",
    "--data",
    faces,
    ...small,
    "--group-by",
    "^(p[0-9])_",
    ...more,
  ];

  before(async () => {
    await drawFaces(faces, { Happiness: 12, "böse!": 12, "wide awake": 12 });
  });

  it("shows split, stages and time in a dry run, draws a preview, and writes nothing else", async function () {
    needsNative(this);
    const preview = path.join(folder, "preview.png");
    const { stdout, stderr, code } = await runMltl(words("--dry-run", "--preview", preview));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^class +train +dev +test$/m);
    assert.match(stdout, /^wide awake +8 +2 +2$/m);
    assert.match(stdout, /^groups +4 +1 +1$/m);
    assert.match(stdout, /^level 1 of 1: faces, vision\/classify, small-cnn$/m);
    assert.match(stdout, /^all +\d+ +\d+ +cosine +adamw/m);
    assert.ok(existsSync(preview));
    assert.equal(existsSync(path.join(folder, "out")), false);
  });

  it("learns classes of any name; eval and classify take the model", async function () {
    needsNative(this);
    const trained = await runMltl(words("--out", model, "--epochs", "4", "--format", "json"));
    assert.equal(trained.code, 0, trained.stderr);
    const result = JSON.parse(trained.stdout);
    assert.deepEqual(result.labels, ["happy", "böse!", "wide awake"]);
    assert.ok(result.metrics.dev.accuracy > 0.8, JSON.stringify(result.metrics));
    assert.ok("eceBefore" in result.metrics.dev && "ece" in result.metrics.test);
    assert.equal(existsSync(`${model}.run`), false);

    const manifest = JSON.parse(readFileSync(path.join(model, "manifest.json"), "utf8"));
    assert.equal(manifest.name, "shapes");
    assert.equal(manifest.data[0].licence, "not stated");
    assert.deepEqual(manifest.data[0].split, {
      dev: 0.15,
      test: 0.15,
      seed: 1,
      groupBy: "^(p[0-9])_",
    });
    assert.equal(typeof manifest.preprocessing.temperature, "number");
    const rows = readFileSync(`${model}.split.csv`, "utf8").trim().split(/\r?\n/);
    assert.equal(rows[0], "path,label,split,group");
    assert.equal(rows.length, 37);

    const evaluated = await runMltl([
      ..."vision eval --format json --bootstrap 0 --model".split(" "),
      model,
      "--data",
      `${model}.split.csv`,
    ]);
    assert.equal(evaluated.code, 0, evaluated.stderr);
    assert.equal(JSON.parse(evaluated.stdout).accuracy, result.metrics.test.accuracy);

    const page = path.join(folder, "page.html");
    const classified = await runMltl([
      ..."vision classify --faces crop --model".split(" "),
      model,
      path.join(faces, "wide awake"),
      "--out",
      page,
    ]);
    assert.equal(classified.code, 0, classified.stderr);
    assert.match(classified.stderr, /faces: 12 \(\d+ wide awake/);
    assert.match(readFileSync(page, "utf8"), /wide awake/);

    const again = await runMltl(words("--out", model));
    assert.equal(again.code, 2);
    assert.match(
      again.stderr,
      /Expected a new folder for the model, received .*shapes.*\nhint: Name another/,
    );
  }).timeout(120_000);

  it("loses nothing before the last epoch to kill -9, and goes on", async function () {
    needsNative(this);
    const out = path.join(folder, "killed");
    const child = spawn(
      process.execPath,
      ["packages/cli/bin/mltl.js", ...words("--out", out, "--epochs", "40")],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
      if (/^faces\/all 3\//m.test(said)) child.kill("SIGKILL");
    });
    await once(child, "close");
    assert.equal(existsSync(out), false, said);
    const same = ["--out", out, "--epochs", "40", "--resume", "--format", "json"];
    const changed = await runMltl(words(...same, "--seed", "2"));
    assert.match(changed.stderr, /belongs to another plan or seed/);
    const resumed = await runMltl(words(...same));
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /^going on after step \d+, [2-9] epochs done$/m);
    assert.ok(existsSync(path.join(out, "weights.bin")));
  }).timeout(120_000);

  it("tests every face once over the folds", async function () {
    needsNative(this);
    const out = path.join(folder, "folded");
    const folds = words("--out", out, "--epochs", "1", "--folds", "3", "--folds-only");
    const { stdout, stderr, code } = await runMltl([...folds, "--format", "json"]);
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout).folds;
    assert.equal(found.faces, 36);
    assert.equal(
      found.confusion.flat().reduce((sum: number, n: number) => sum + n, 0),
      36,
    );
    assert.equal(found.mean.accuracy.n, 3);
    assert.equal(existsSync(out), false);
    const kept = await runMltl(folds);
    assert.match(kept.stderr, /fold-3 is there already/);
    assert.match(kept.stdout, /^mean ± sd .*\nall together +36 /m);
  }).timeout(120_000);

  it("says what it needs", async () => {
    const nowhere = await runMltl(["vision", "train", "--data", "/no/such/folder"]);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /No data set of faces and no path '\/no\/such\/folder'/);
    const share = await runMltl(words("--val", "1.5"));
    assert.equal(share.code, 2);
    assert.match(
      share.stderr,
      /Expected a share from 0 to below 1 or a folder of faces for --val, received '1.5'/,
    );
    const tagger = await runMltl([
      "vision",
      "train",
      "--data",
      faces,
      "--from",
      "packages/text/models/en",
    ]);
    assert.match(tagger.stderr, /Expected a model for vision\/classify, received .* for text\/tag/);
  });
});
