import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { replaceFolder } from "#core/io/replace-folder.js";
import { newFolder } from "../engine/new-folder.js";

const moduleUrl = new URL("packages/core/dist/io/replace-folder.js", `file://${process.cwd()}/`)
  .href;

describe("replaceFolder", () => {
  it("puts a folder in the place of another", async () => {
    const target = path.join(newFolder(), "native");
    mkdirSync(target);
    writeFileSync(path.join(target, "old"), "");
    await replaceFolder(target, async (folder) => writeFileSync(path.join(folder, "new"), ""));
    assert.deepEqual(readdirSync(target), ["new"]);
    assert.deepEqual(readdirSync(path.dirname(target)), ["native"]);
  });

  it("leaves what was there when the work fails", async () => {
    const target = path.join(newFolder(), "native");
    mkdirSync(target);
    writeFileSync(path.join(target, "old"), "");
    await assert.rejects(
      replaceFolder(target, () => Promise.reject(new Error("no"))),
      /^Error: no/,
    );
    assert.deepEqual(readdirSync(path.dirname(target)), ["native"]);
    assert.deepEqual(readdirSync(target), ["old"]);
  });

  it("leaves nothing in place when killed, and the next run clears up and finishes", async () => {
    const target = path.join(newFolder(), "native");
    const child = spawn(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { writeFileSync } from "node:fs";
       const { replaceFolder } = await import(${JSON.stringify(moduleUrl)});
       await replaceFolder(${JSON.stringify(target)}, async (folder) => {
         writeFileSync(folder + "/half", "");
         console.log("half");
         await new Promise((resolve) => setTimeout(resolve, 60_000));
       });`,
    ]);
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    assert.deepEqual(readdirSync(path.dirname(target)), [`native.partial-${child.pid}`]);
    await replaceFolder(target, async (folder) => writeFileSync(path.join(folder, "whole"), "x"));
    assert.deepEqual(readdirSync(path.dirname(target)), ["native"]);
    assert.equal(readFileSync(path.join(target, "whole"), "utf8"), "x");
  });

  it("leaves the half-made folder of a process that still runs", async () => {
    const target = path.join(newFolder(), "native");
    const others = `${target}.partial-${process.ppid}`;
    mkdirSync(others);
    await replaceFolder(target, async () => {});
    assert.deepEqual(readdirSync(path.dirname(target)), ["native", path.basename(others)]);
  });
});
