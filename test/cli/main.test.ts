import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

describe("mltl", () => {
  it("shows its help and its version with exit code 0, on standard output", async () => {
    const [help, version] = await Promise.all([runMltl(["--help"]), runMltl(["--version"])]);
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    assert.match(help.stdout, /vision .*\n.*text .*\n[\s\S]*Examples:/);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("shows examples in the help of every command", async () => {
    for (const words of [["vision", "classify"], ["text", "tag"], ["demo"]]) {
      const { code, stdout } = await runMltl([...words, "--help"]);
      assert.equal(code, 0);
      assert.match(stdout, /Examples:\n {2}# .*\n {2}\$ mltl /, words.join(" "));
    }
  });

  it("asks whether another command was meant", async () => {
    const { code, stderr } = await runMltl(["vision", "clasify"]);
    assert.equal(code, 2);
    assert.match(stderr, /^mltl: unknown command 'clasify'\n\(Did you mean classify\?\)\nhint: /);
  });

  it("takes wrong usage for exit code 2 and says what is allowed", async () => {
    const wrong: [string[], RegExp][] = [
      [["vision"], /Usage: mltl vision/],
      [["vision", "classify"], /missing required argument 'inputs'/],
      [["vision", "classify", "a.jpg", "--formt", "csv"], /Did you mean --format\?/],
      [["vision", "classify", "a.jpg", "--format", "xml"], /table, jsonl, json, csv, html/],
      [["vision", "classify", "a.jpg", "--detector", "x"], /Allowed choices are ssd, tiny/],
      [["vision", "classify", "a.jpg", "--min-confidence", "2"], /Expected a number from 0 to 1/],
      [["vision", "classify", "a.jpg", "--min-face", "x"], /Expected a whole number of 1 or more/],
    ];
    for (const [words, message] of wrong) {
      const { code, stdout, stderr } = await runMltl(words);
      assert.deepEqual([code, stdout], [2, ""], words.join(" "));
      assert.match(stderr, message);
    }
  });

  it("refuses options that do not go together, with a hint", async () => {
    const wrong: [string[], RegExp][] = [
      [["--resume"], /mltl: --resume needs --out\nhint: /],
      [["--resume", "--out", "a.html"], /mltl: --resume cannot go on with html\nhint: .*jsonl/],
      [["--out", "b.jpg"], /mltl: Expected a file for results as --out, received b.jpg\nhint: /],
      [["--annotate", "."], /mltl: Expected another folder than the inputs', received \.\nhint: /],
      [["--sort-into", "package.json"], /mltl: Cannot use package.json as a folder\nhint: /],
      [["--out", `${newFolder()}`], /mltl: Cannot write .*: a folder has that name\nhint: /],
    ];
    for (const [words, message] of wrong) {
      const { code, stderr } = await runMltl(["vision", "classify", "a.jpg", ...words]);
      assert.equal(code, 2, words.join(" "));
      assert.match(stderr, message);
    }
  });

  it("says what is wrong without a stack trace, and with one under --verbose", async () => {
    const words = ["vision", "classify", "a.jpg", "--model", newFolder()];
    const [brief, full] = await Promise.all([runMltl(words), runMltl([...words, "--verbose"])]);
    assert.equal(brief.code, 1);
    assert.match(brief.stderr, /^mltl: .* is not an mltl model.*\nhint: .*\n$/);
    assert.doesNotMatch(brief.stderr, /\n\s+at /);
    assert.match(full.stderr, /\n\s+at /);
  });

  it("says so too of errors that are not its own", async function () {
    if (!existsSync("/dev/full")) this.skip(); // the device on which every disk is full
    const words = ["vision", "classify", "a.jpg", "--out", "/dev/full"];
    const { code, stderr } = await runMltl(words);
    assert.equal(code, 1);
    assert.match(stderr, /^mltl: .*no space left.*\nhint: --verbose shows where\n$/);
  });
});
