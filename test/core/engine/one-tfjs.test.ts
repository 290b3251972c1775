import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { MltlError } from "@mltl/core";
import { tfjsNodeFolder } from "#core/engine/find-addon.js";
import { assertOneTfjs } from "#core/engine/one-tfjs.js";
import { newFolder } from "./new-folder.js";

describe("assertOneTfjs", () => {
  it("accepts the tfjs-node that is installed", () => {
    assert.doesNotThrow(() => assertOneTfjs(tfjsNodeFolder() ?? assert.fail("no tfjs-node")));
  });

  it("names both copies when tfjs-node would bring its own", () => {
    const folder = newFolder();
    const copy = path.join(folder, "node_modules/@tensorflow/tfjs");
    mkdirSync(copy, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), `{ "version": "4.22.0" }`);
    writeFileSync(path.join(copy, "index.js"), "");
    assert.throws(
      () => assertOneTfjs(folder),
      (error: MltlError) =>
        error instanceof MltlError &&
        error.code === "E_NO_ENGINE" &&
        error.message.includes(copy) &&
        error.message.includes(path.resolve("node_modules/@tensorflow/tfjs")),
    );
  });
});
