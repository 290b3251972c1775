import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type EpochLine, readHistory } from "@mltl/core";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

const preload = new URL("./halves-preload.js", import.meta.url).href;
const env = { NODE_OPTIONS: `--import ${preload}` };

/** A plan of two levels over a task that needs no data. */
function halvesPlan(folder: string, epochs = 2): string {
  const file = path.join(folder, "plan.yaml");
  writeFileSync(
    file,
    `schema: mltl.plan/1
name: halves
levels:
  - name: first
    task: vision/halves
    network: { architecture: halves }
    monitor: accuracy
    stages:
      - { name: head, train: [head], epochs: 1, rate: 0.05, schedule: constant }
      - { name: all, epochs: ${epochs}, rate: { slice: [0.001, 0.01] }, schedule: one-cycle }
  - name: second
    task: vision/halves
    network: { architecture: halves }
    init: { from: previous, blocks: [body/*] }
    monitor: accuracy
    stages:
      - { name: all, epochs: 1, rate: 0.01 }
card: { title: Halves, licence: none, intendedUse: tests, limits: all }
`,
  );
  return file;
}

const epochsIn = (file: string) =>
  readHistory(file)
    .filter((line): line is EpochLine => line.kind === "epoch")
    .map(({ level, stage, epoch }) => `${level}/${stage} ${epoch}`);

describe("mltl train", () => {
  it("trains a chain of levels, telling what it does, and keeps the history", async function () {
    needsNative(this);
    const folder = newFolder();
    const out = path.join(folder, "out");
    const board = path.join(folder, "board");
    const words = ["train", halvesPlan(folder), "--out", out, "--tensorboard", board];
    const { stdout, stderr, code } = await runMltl(words, { env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^level 1 of 2: first, vision\/halves, halves$/m);
    assert.match(stderr, /^first\/all 2\/2: loss [\d.]+, dev accuracy [\d.]+ %, steadiness /m);
    assert.match(stderr, /^level 2 of 2: second/m);
    assert.match(stderr, /^body\/1 +matched/m);
    const result = JSON.parse(stdout);
    assert.equal(result.folder, out);
    assert.equal(typeof result.metrics.dev.accuracy, "number");
    assert.deepEqual(epochsIn(result.history), [
      "first/head 0",
      "first/all 0",
      "first/all 1",
      "second/all 0",
    ]);
    assert.ok(existsSync(path.join(out, "weights.bin")));
    assert.equal(existsSync(`${out}.run`), false);
    assert.deepEqual(readdirSync(board).sort(), ["first", "second"]);
  });

  it("saves on Ctrl-C and says how to go on; --resume goes on, no epoch twice", async function () {
    needsNative(this);
    const folder = newFolder();
    const out = path.join(folder, "out");
    const words = ["train", halvesPlan(folder, 300), "--out", out];
    const child = spawn(process.execPath, ["packages/cli/bin/mltl.js", ...words], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
      if (/^first\/all 5\//m.test(said)) child.kill("SIGINT");
    });
    const [code] = await once(child, "close");
    assert.equal(code, 130, said);
    assert.match(said, /mltl: Stopped after step \d+\nhint: Run the same command again to go on/);
    assert.equal(existsSync(out), false);

    const resumed = await runMltl([...words, "--resume"], { env });
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /^going on after step \d+, [5-9] epochs done$/m);
    const all = Array.from({ length: 300 }, (_, i) => `first/all ${i}`);
    const epochs = epochsIn(JSON.parse(resumed.stdout).history);
    assert.deepEqual(epochs, ["first/head 0", ...all, "second/all 0"]);

    const again = await runMltl([...words, "--resume"], { env });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /Expected an unfinished run in .*out\.run, received none/);
  }).timeout(60_000);

  it("shows levels, rates, shares, reuse and time in a dry run, and writes nothing", async function () {
    needsNative(this);
    const folder = newFolder();
    const words = [
      "train",
      halvesPlan(folder),
      "--dry-run",
      "--set",
      "levels.second.stages.0.epochs=3",
    ];
    const { stdout, code, stderr } = await runMltl(words, { env });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^level 1 of 2: first, vision\/halves, halves\nan epoch has 5 batches of pictures/,
    );
    assert.match(stdout, /^body\/1 +44 +frozen +0\.001$/m);
    assert.match(stdout, /^head +294 +0\.05 +0\.01$/m);
    assert.match(stdout, /^head +1 +5 +constant +adamw +\d+ s +trainable 294 of 348, 84\.5 %$/m);
    assert.match(stdout, /^begins with the weights of first$/m);
    assert.match(stdout, /^body\/1 +matched +\d+ /m);
    assert.match(stdout, /^all +3 +15 +cosine /m);
    assert.match(stdout, /^halves, seed 1: about \d+ s in all$/m);
    assert.deepEqual(readdirSync(folder), ["plan.yaml"]);

    const json = await runMltl([...words, "--format", "json", "--seed", "7"], { env });
    const { seed, levels } = JSON.parse(json.stdout);
    assert.equal(seed, 7);
    assert.equal(levels[1].stages[0].steps, 15);
    assert.deepEqual(levels[0].stages[1].blocks[1].rate.toFixed(5), "0.00316");
  });

  it("refuses a plan field by field, naming what may have been meant", async () => {
    const folder = newFolder();
    const file = halvesPlan(folder);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("rate: 0.05", "rate: fast").replace("monitor:", "moniter:"));
    const { stderr, code } = await runMltl(["train", file, "--out", path.join(folder, "out")]);
    assert.equal(code, 1);
    assert.match(stderr, /levels\.0\.stages\.0\.rate: expected a number, received 'fast'/);
    assert.match(stderr, /no field 'moniter'; did you mean 'monitor'\?/);
  });

  it("refuses --set of a field that no plan has, and a plan without --out", async () => {
    const file = halvesPlan(newFolder());
    const wrong = await runMltl(["train", file, "--out", "x", "--set", "levels.0.stage=1"]);
    assert.equal(wrong.code, 1);
    assert.match(
      wrong.stderr,
      /with levels\.0\.stage=1 is not a plan: levels\.0: no field 'stage'; did you mean 'stages'\?/,
    );
    const { stderr, code } = await runMltl(["train", file]);
    assert.equal(code, 2);
    assert.match(stderr, /Expected --out.*\nhint: --dry-run/);
  });
});

describe("mltl train with a data set", () => {
  const plan = (folder: string) => {
    const file = path.join(folder, "plan.yaml");
    mkdirSync(folder, { recursive: true });
    cpSync("benchmarks/plans/vision/emotion.yaml", file);
    return file;
  };

  it("says what is missing without the native engine", async () => {
    const folder = newFolder();
    const words = ["train", plan(folder), "--out", path.join(folder, "out")];
    const { stderr, code } = await runMltl(words, { env: { MLTL_ENGINE: "wasm" } });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Training needs the native engine.*can only predict\nhint: Run `mltl setup`/,
    );
  });

  it("refuses a folder of the user's as --out, before it trains", async function () {
    needsNative(this);
    const folder = newFolder();
    const file = plan(folder);
    const { stderr, code } = await runMltl(["train", file, "--out", folder]);
    assert.equal(code, 2);
    assert.match(stderr, /Expected a new folder or a model's for the model, received .*plan\.yaml/);
    assert.ok(readFileSync(file, "utf8").length > 0);
  });

  it("says how to bring a data set that isn't here", async function () {
    needsNative(this);
    const folder = newFolder();
    const out = path.join(folder, "out");
    const words = ["train", plan(folder), "--out", out, "--data-root", folder];
    const { stderr, code } = await runMltl(words);
    assert.equal(code, 1);
    assert.match(stderr, /hint: Get it from .*`mltl data add fer2013 --from PATH`/);
  });
});
