import assert from "node:assert/strict";
import { Block, randomStream } from "@mltl/core";
import { selectBlocks } from "#core/network/select-blocks.js";

const blocks = ["stem", "body/1", "body/2", "head"].map((name) => new Block(name, randomStream(1)));
const names = (patterns: string[]) => [...selectBlocks(blocks, patterns)].map(({ name }) => name);

describe("selectBlocks", () => {
  it("takes names and globs", () => {
    assert.deepEqual(names(["head"]), ["head"]);
    assert.deepEqual(names(["body/*", "head"]), ["body/1", "body/2", "head"]);
    assert.deepEqual(names(["**"]), ["stem", "body/1", "body/2", "head"]);
  });

  it("refuses a pattern that matches nothing, naming the blocks there are", () => {
    assert.throws(() => names(["tail"]), {
      code: "E_BAD_PLAN",
      message: "No block matches 'tail'. Blocks: stem, body/1, body/2, head",
    });
  });
});
