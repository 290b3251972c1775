import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { DEFAULT_EMOTION_MODEL } from "@mltl/vision";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

describe("mltl model export", function () {
  this.timeout(60_000);

  it("writes a folder for TensorFlow.js and prints its files", async () => {
    const target = path.join(newFolder(), "page");
    const words = ["model", "export", DEFAULT_EMOTION_MODEL, "--to", "tfjs", "--out", target];
    const { code, stdout, stderr } = await runMltl(words);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /gives what the model gives \(differs by \de-\d+ at most\)/);
    const names = ["about.json", "card.md", "emotions.js", "model.json", "weights.bin"];
    assert.equal(stdout, names.map((name) => `${path.join(target, name)}\n`).join(""));
    assert.deepEqual(readdirSync(target).sort(), names);
  });

  it("wants to be told for which engine", async () => {
    const { code, stderr } = await runMltl(["model", "export", DEFAULT_EMOTION_MODEL]);
    assert.equal(code, 2);
    assert.match(stderr, /required option '--to <engine>' not specified/);
  });

  it("refuses a folder that holds something else, with code 2", async () => {
    const words = ["model", "export", DEFAULT_EMOTION_MODEL, "--to", "tfjs"];
    const { code, stdout, stderr } = await runMltl([...words, "--out", DEFAULT_EMOTION_MODEL]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /which holds card\.md/);
  });
});
