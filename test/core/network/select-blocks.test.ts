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

  it("refuses a pattern that matches nothing, naming the nearest block and all there are", () => {
    const refuses = (pattern: string, message: string) =>
      assert.throws(() => names([pattern]), { code: "E_BAD_PLAN", message });
    const all = "Blocks: stem, body/1, body/2, head";
    refuses("tail", `No block matches 'tail'. ${all}`);
    refuses("haed", `No block matches 'haed'; did you mean 'head'? ${all}`);
    refuses("boddy/*", `No block matches 'boddy/*'; did you mean 'body/1'? ${all}`);
    refuses("sten/**", `No block matches 'sten/**'; did you mean 'stem'? ${all}`);
  });
});
