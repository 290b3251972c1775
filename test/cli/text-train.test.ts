import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
});
