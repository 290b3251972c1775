import assert from "node:assert/strict";
import { DEFAULT_EMOTION_MODEL } from "@mltl/vision";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

describe("mltl model inspect", () => {
  it("prints blocks, lineage, figures, data and card of a model", async () => {
    const { code, stdout, stderr } = await runMltl(["model", "inspect", DEFAULT_EMOTION_MODEL]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^labels +angry, disgust, /m);
    assert.match(stdout, /^body\/5 +15 +518,400 +33\.2 %/m);
    assert.match(
      stdout,
      /\nLineage\n\nwhole .*\n└─ further .*\n {3}└─ whole .*\n {6}└─ further .*\n {9}└─ wild /,
    );
    assert.match(stdout, /^fer2013 +faces: none stated/m);
    assert.match(stdout, /\nCard\n\n# Emotion/);
    assert.doesNotMatch(stdout, /stem\/conv\/kernel/);
  });

  it("prints a line for each parameter when asked", async () => {
    const words = ["model", "inspect", DEFAULT_EMOTION_MODEL, "--parameters"];
    const { stdout } = await runMltl(words);
    assert.match(stdout, /^stem\/conv\/kernel +weight +5x5x1x32 +800/m);
  });

  it("prints JSON for programs", async () => {
    const words = ["model", "inspect", DEFAULT_EMOTION_MODEL, "--format", "json"];
    const { network, manifest } = JSON.parse((await runMltl(words)).stdout);
    assert.equal(network.numbers, 1_562_478);
    assert.equal(manifest.parameters, network.numbers);
    assert.equal(manifest.lineage.name, "whole");
  });

  it("refuses a folder that is no model, with code 1", async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runMltl(["model", "inspect", folder]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /is not an mltl model: cannot use manifest\.json, the file is missing/);
  });
});
