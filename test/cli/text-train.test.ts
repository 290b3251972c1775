import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

const TOWNS = ["Bex", "Lund", "Graz", "Ulm"];
const BUGS = ["ant", "moth", "red mite"];

/** Sentences of two types that no model knows. */
function sightings(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const bug = BUGS[i % 3].split(" ").map((word, j) => `${word}\t${j === 0 ? "B" : "I"}-BUG`);
    return [...bug, "seen\tO", "in\tO", `${TOWNS[i % 4]}\tB-TOWN`, `${i}\tO`].join("\n");
  });
}

/** A network that takes no time. */
const small = [
  ...["--from", "scratch", "--threads", "1"],
  ...["--set", "levels.sentences.network.options={ units: 4, characterFilters: 4 }"],
];

const MIXED =
  /^mltl: .*mixed\.conll, line (\d+): expected O, B-TYPE or I-TYPE, as in the rest of the file \(BIO\), received 'S-BUG'; its sentence is left out$/gm;

describe("mltl text train", () => {
  const folder = newFolder();
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const train = (file: string, ...more: string[]) =>
    runMltl(["text", "train", "--data", file, "--out", path.join(folder, "out"), ...more]);

  it("learns new types from one file of Windows lines and a BOM; tag takes the model", async function () {
    needsNative(this);
    const text = `\ufeff${sightings(60).join("\n\n")}\n`.replaceAll("\n", "\r\n");
    const out = path.join(folder, "bugs-model");
    const args = ["text", "train", "--data", write("bugs.conll", text), "--out", out];
    const { stdout, stderr, code } = await runMltl([...args, "--epochs", "8", "--format", "json"]);
    assert.equal(code, 0, stderr);
    const { labels, metrics, counts } = JSON.parse(stdout);
    assert.deepEqual(labels, ["BUG", "TOWN"]);
    assert.deepEqual(
      counts.map(({ sentences }: { sentences: number }) => sentences),
      [42, 9, 9],
    );
    assert.ok(metrics["test bugs.conll"].f1 > 0.5, JSON.stringify(metrics));
    assert.match(stderr, /^Split by sentence, seed 1\.$/m);
    assert.ok(existsSync(path.join(out, "vectors.bin")), "the source's word vectors are kept");
    assert.match(readFileSync(path.join(`${out}.split`, "test.conll"), "utf8"), /\tB-TOWN\n/);
    const tagged = await runMltl([
      "text",
      "tag",
      path.join(`${out}.split`, "test.conll"),
      "--model",
      out,
      "--format",
      "jsonl",
    ]);
    assert.equal(tagged.code, 0, tagged.stderr);
  }).timeout(180_000);

  it("says with its line what a file has wrong, and goes on without it", async function () {
    needsNative(this);
    const lines = sightings(30);
    const long = Array.from({ length: 1500 }, (_, i) => `w${i}\tO`).join("\n");
    const text = [lines[0], "broken line here\nx\tO", ...lines.slice(1), long, "Bex\tB-TOWN"].join(
      "\n\n",
    );
    const { stdout, stderr, code } = await train(write("odd.conll", text), "--dry-run");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /odd\.conll, line 7: expected 2 columns, received 1: 'broken line here'/);
    assert.match(stderr, /line \d+: a sentence of 1,500 tokens: are blank lines missing\?/);
    assert.match(stdout, /^all entities /m);
  }).timeout(120_000);

  it("refuses an empty file, and one without an entity", async () => {
    const empty = await train(write("empty.conll", ""), "--dry-run");
    assert.notEqual(empty.code, 0);
    assert.match(empty.stderr, /Expected tagged sentences in .*empty\.conll, received none/);
    const none = await train(
      write("none.conll", "a\tO\nb\tO\n\nc\tO\n\nd\tO\n\ne\tO\n"),
      "--dry-run",
    );
    assert.notEqual(none.code, 0);
    assert.match(
      none.stderr,
      /Expected entities to learn from in none\.conll, received \d sentences without any/,
    );
  }).timeout(60_000);

  it("names the lines of another scheme, and leaves their sentences out", async function () {
    needsNative(this);
    const other = ["S-BUG\tO", "wasp\tS-BUG\nseen\tO", "gnat\tS-BUG\nin\tO\nUlm\tS-TOWN"];
    const text = [...sightings(30), ...other].join("\n\n");
    const first = text.split("\n").indexOf("wasp\tS-BUG") + 1;
    const file = write("mixed.conll", text);
    const { stdout, stderr, code } = await train(file, ...small, "--dry-run", "--format", "json");
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      [...stderr.matchAll(MIXED)].map(([, line]) => Number(line)),
      [first, first + 3],
    );
    const sizes = JSON.parse(stdout).counts.map((part: { sentences: number }) => part.sentences);
    assert.equal(
      sizes.reduce((sum: number, size: number) => sum + size, 0),
      31,
    );
  }).timeout(120_000);

  it("learns one type alone", async function () {
    needsNative(this);
    const file = write("one.conll", sightings(24).join("\n\n").replaceAll("B-TOWN", "O"));
    const out = path.join(folder, "one-model");
    const { stdout, stderr, code } = await runMltl([
      ...["text", "train", "--data", file, "--out", out, "--epochs", "1", "--format", "json"],
      ...small,
    ]);
    assert.equal(code, 0, stderr);
    const { labels, metrics } = JSON.parse(stdout);
    assert.deepEqual(labels, ["BUG"]);
    assert.deepEqual(Object.keys(metrics.dev).sort(), ["f1", "f1 BUG", "precision", "recall"]);
  }).timeout(120_000);

  it("learns from a sentence of 10,000 tokens in pieces, and scores all of another", async function () {
    needsNative(this);
    const lines = sightings(1875).join("\n").split("\n").slice(0, 10_000);
    const set = path.join(folder, "long");
    mkdirSync(set);
    write("long/train.conll", [lines.join("\n"), ...sightings(12)].join("\n\n"));
    write("long/dev.conll", sightings(12).join("\n\n"));
    write("long/test.conll", lines.join("\n"));
    const out = path.join(folder, "long-model");
    const trained = await runMltl([
      ...["text", "train", "--data", set, "--out", out, "--epochs", "1", "--format", "json"],
      ...small,
    ]);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(
      trained.stderr,
      /train\.conll, line 1: a sentence of 10,000 tokens: are blank lines missing\?/,
    );
    assert.match(
      trained.stderr,
      /^1 long sentence \(10,000 tokens\) is learned from in pieces, and scored in full\.$/m,
    );
    const { stdout, stderr } = await runMltl([
      ...["text", "eval", "--model", out, "--data", set, "--format", "json", "--bootstrap", "0"],
    ]);
    const { sentences, tokens, entities, f1 } = JSON.parse(stdout || stderr);
    const gold = lines.filter((line) => line.includes("\tB-")).length;
    assert.deepEqual([sentences, tokens, entities], [1, 10_000, gold]);
    assert.equal(f1, JSON.parse(trained.stdout).metrics["test long"].f1);
  }).timeout(180_000);

  it("tests every sentence once over the folds, and keeps those that are trained", async function () {
    needsNative(this);
    const out = path.join(folder, "folded");
    const file = write("folds.conll", sightings(30).join("\n\n"));
    const words = [
      ...["text", "train", "--data", file, "--out", out, "--epochs", "1", ...small],
      ...["--folds", "2", "--folds-only"],
    ];
    const { stdout, stderr, code } = await runMltl([...words, "--format", "json"]);
    assert.equal(code, 0, stderr);
    const { folds } = JSON.parse(stdout);
    assert.deepEqual(
      folds.folds.map((fold: { sentences: number }) => fold.sentences),
      [15, 15],
    );
    assert.deepEqual([folds.sentences, folds.mean.f1.n], [30, 2]);
    assert.equal(existsSync(out), false);
    const kept = await runMltl(words);
    assert.match(kept.stderr, /fold-2 is there already/);
    assert.match(kept.stdout, /^mean ± sd .*\nall together +30 /m);
  }).timeout(180_000);

  it("loses nothing before the last epoch to kill -9, and goes on", async function () {
    needsNative(this);
    const out = path.join(folder, "killed");
    const file = write("killed.conll", sightings(60).join("\n\n"));
    const words = ["text", "train", "--data", file, "--out", out, "--epochs", "20", ...small];
    const child = spawn(process.execPath, ["packages/cli/bin/mltl.js", ...words], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
      if (/^sentences\/all 2\//m.test(said)) child.kill("SIGKILL");
    });
    await once(child, "close");
    assert.equal(existsSync(out), false, said);
    const resumed = await runMltl([...words, "--resume", "--format", "json"]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /^going on after step \d+, \d+ epochs done$/m);
    assert.ok(existsSync(path.join(out, "weights.bin")));
  }).timeout(180_000);
});
