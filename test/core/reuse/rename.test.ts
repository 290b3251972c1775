import assert from "node:assert/strict";
import { renamed } from "#core/reuse/rename.js";

const NAMES = ["stem/kernel", "body/1/first/kernel", "body/1/first/bias", "body/2/kernel"];
const targets = (map: Record<string, string>) => [...renamed(NAMES, map).values()];

describe("renamed", () => {
  it("leaves names as they are", () => {
    assert.deepEqual(targets({}), NAMES);
  });

  it("renames blocks, keeping what is below them", () => {
    assert.deepEqual(targets({ stem: "entry", "body/*": "encoder/layer-*" }), [
      "entry/kernel",
      "encoder/layer-1/first/kernel",
      "encoder/layer-1/first/bias",
      "encoder/layer-2/kernel",
    ]);
  });

  it("renames parameters wherever they are", () => {
    assert.deepEqual(targets({ "**/kernel": "**/weight" }), [
      "stem/weight",
      "body/1/first/weight",
      "body/1/first/bias",
      "body/2/weight",
    ]);
  });

  it("fills stars with what stars and lists stood for", () => {
    assert.deepEqual(targets({ "body/{1,9}/*": "a/*-*", "body/{2,3}": "b/*" }), [
      "stem/kernel",
      "a/1-first/kernel",
      "a/1-first/bias",
      "b/2/kernel",
    ]);
  });

  it("holds to the first glob of several", () => {
    assert.deepEqual(targets({ "body/1": "one", "body/*": "more/*" }).slice(1), [
      "one/first/kernel",
      "one/first/bias",
      "more/2/kernel",
    ]);
  });

  it("drops a folder that a double star stood for nothing of", () => {
    assert.deepEqual(
      [...renamed(["kernel"], { "**/kernel": "top/**/kernel" }).values()],
      ["top/kernel"],
    );
  });

  it("refuses a glob that matches nothing, naming the nearest", () => {
    assert.throws(() => targets({ "stem/kernal": "x" }), {
      code: "E_BAD_PLAN",
      message: `No weight matches 'stem/kernal'; did you mean 'stem/kernel'? Weights: ${NAMES.join(", ")}`,
    });
  });

  it("refuses more stars on the right than on the left", () => {
    assert.throws(() => targets({ stem: "*/entry" }), {
      code: "E_BAD_PLAN",
      message: "Expected at most 0 wildcards in '*/entry' (for 'stem'), received 1",
    });
  });

  it("refuses to make one name of two", () => {
    assert.throws(() => targets({ "body/2": "stem" }), {
      code: "E_BAD_PLAN",
      message: "Expected one weight for 'stem/kernel', received 'stem/kernel' and 'body/2/kernel'",
    });
  });
});
