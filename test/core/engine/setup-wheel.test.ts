import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { downloadsFolder } from "#core/engine/native-paths.js";
import { pinnedWheel } from "#core/engine/setup/wheels.js";
import { runMltl, runScript } from "./child.js";
import { newFolder } from "./new-folder.js";

const bin = path.resolve("packages/cli/bin/mltl.js");

describe("mltl setup --from the real wheel (with MLTL_TEST_SETUP=1)", function () {
  this.timeout(180_000);
  const wheel = path.join(downloadsFolder(), pinnedWheel()?.file ?? "none");
  const cache = newFolder();
  const native = path.join(cache, "native");
  const env = { MLTL_CACHE: cache };
  const name = `tensorflow-2.15.1-${process.platform}-${process.arch}`;

  before(function () {
    // Half a minute of compiling; needs the wheel that an earlier set-up has downloaded.
    if (!process.env.MLTL_TEST_SETUP || !existsSync(wheel)) this.skip();
  });

  it("leaves no native folder when killed in the middle", async () => {
    const child = start();
    await until(() => existsSync(path.join(native, `${name}.partial-${child.pid}`, "lib")));
    child.kill("SIGKILL");
    await once(child, "close");
    assert.equal(existsSync(path.join(native, name)), false);
  });

  it("leaves nothing at all when stopped by Ctrl-C", async () => {
    const child = start();
    await until(() => existsSync(path.join(native, `${name}.partial-${child.pid}`, "lib")));
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    assert.equal(code, 130);
    assert.deepEqual(readdirSync(native), []);
  });

  it("builds once when two are started together, and clears up", async () => {
    const [first, second] = await Promise.all([setUp(), setUp()]);
    const ways = [first, second].map(({ stdout }) => JSON.parse(stdout).at(-1).way);
    assert.deepEqual(ways.sort(), ["existing", "wheel"]);
    assert.deepEqual(readdirSync(native), [name]);
    assert.deepEqual(readdirSync(path.join(native, name)).sort(), [
      "lib",
      "manifest.json",
      "tfjs_binding.node",
    ]);
  });

  it("makes an engine that starts", async () => {
    const source = `import { loadEngine } from "@mltl/core"; console.log((await loadEngine()).kind)`;
    assert.equal((await runScript(source, { env })).stdout, "native\n");
  });

  it("mends a folder without its list", async () => {
    rmSync(path.join(native, name, "manifest.json"));
    writeFileSync(path.join(native, name, "stray"), "");
    const attempts = JSON.parse((await setUp()).stdout);
    assert.deepEqual(
      attempts.map(({ way, outcome }: { way: string; outcome: string }) => `${way} ${outcome}`),
      ["existing failed", "wheel done"],
    );
    assert.equal(existsSync(path.join(native, name, "stray")), false);
  });

  function start(): ChildProcess {
    const args = [bin, "setup", "--from", wheel];
    return spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  }

  function setUp() {
    return runMltl(["setup", "--from", wheel, "--format", "json"], { env });
  }
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}
