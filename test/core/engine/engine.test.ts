import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Engine, type MltlError, requireNative } from "@mltl/core";
import { coreUrl, needsNative, runScript } from "./child.js";
import { newFolder } from "./new-folder.js";

/** Loads the engine, computes with it, and prints what is known about it. */
const script = (options = "") => `
  const { loadEngine, tf } = await import(${JSON.stringify(coreUrl)});
  const notices = [];
  const onNotice = (line) => notices.push(line);
  try {
    const engine = await loadEngine({ onNotice, ${options} });
    await loadEngine({ onNotice });
    const parts = tf.split(tf.concat([tf.ones([2, 2]), tf.ones([2, 2])]), 2);
    const picture = tf.ones([1, 4, 4, 1]);
    const sum = tf.fused
      .conv2d({ x: picture, filter: tf.ones([3, 3, 1, 1]), strides: 1, pad: "valid", activation: "relu" })
      .sum()
      .add(parts[1].sum())
      .dataSync()[0];
    const cause = engine.fallback?.cause?.code;
    console.log(JSON.stringify({ kind: engine.kind, version: engine.version, cause, notices, sum }));
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }`;

const nothing = path.join(newFolder(), "no-cache");

describe("loadEngine", () => {
  it("starts the native engine where it is set up, without a word", async function () {
    needsNative(this);
    const { stdout, stderr } = await runScript(script());
    const found = JSON.parse(stdout);
    assert.deepEqual([found.kind, found.notices, found.sum], ["native", [], 40]);
    assert.match(found.version, /^2\.\d+\.\d+$/);
    assert.equal(stderr, "");
  });

  it("counts threads within operations and across them, unless the environment does", async function () {
    needsNative(this);
    const threads = async (option: string, env: NodeJS.ProcessEnv) => {
      const report = `console.log(process.env.TF_NUM_INTRAOP_THREADS, process.env.TF_NUM_INTEROP_THREADS)`;
      const unset = { TF_NUM_INTRAOP_THREADS: undefined, TF_NUM_INTEROP_THREADS: undefined };
      const { stdout } = await runScript(`${script(`threads: ${option}`)}; ${report}`, {
        env: { ...unset, ...env },
      });
      return stdout.trim().split("\n").at(-1);
    };
    assert.equal(await threads("{ within: 1, across: 3 }", {}), "1 3");
    assert.equal(await threads("2", {}), "2 1");
    assert.equal(await threads("2", { TF_NUM_INTRAOP_THREADS: "4" }), "4 1");
    const { stdout } = await runScript(script("threads: { within: 0, across: 1 }"));
    assert.match(stdout, /Expected a whole number above 0 for threads, received 0/);
  });

  it("falls back to WebAssembly with one line that says why and what to do", async () => {
    const { stdout, stderr } = await runScript(script(), { env: { MLTL_CACHE: nothing } });
    const found = JSON.parse(stdout);
    assert.deepEqual([found.kind, found.sum, found.cause], ["wasm", 40, "E_NO_ENGINE"]);
    assert.equal(found.notices.length, 1);
    assert.match(found.notices[0], /^No native engine in .*no-cache.*`mltl setup`[^\n]*$/);
    assert.equal(stderr, "");
  });

  it("falls back when the addon does not load, keeping the cause", async () => {
    const cache = newFolder();
    const folder = path.join(cache, "native", nativeName());
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "tfjs_binding.node"), "not a library");
    const { stdout } = await runScript(script(), { env: { MLTL_CACHE: cache } });
    const found = JSON.parse(stdout);
    assert.equal(found.kind, "wasm");
    assert.match(found.notices[0], /does not load: .*tfjs_binding\.node/);
  });

  it("finds its WebAssembly from any folder", async () => {
    const { stdout } = await runScript(script(`kind: "wasm"`), { cwd: newFolder() });
    const found = JSON.parse(stdout);
    assert.deepEqual([found.kind, found.sum, found.notices], ["wasm", 40, []]);
  });

  it("lets MLTL_ENGINE decide, and says so", async () => {
    const env = { MLTL_ENGINE: "wasm" };
    const { stdout } = await runScript(script(`kind: "native"`), { env });
    const found = JSON.parse(stdout);
    assert.equal(found.kind, "wasm");
    assert.match(found.notices[0], /^MLTL_ENGINE=wasm: /);
  });

  it("refuses an engine that it does not know, naming those it does", async () => {
    const { stdout } = await runScript(script(), { env: { MLTL_ENGINE: "cuda" } });
    const { code, message } = JSON.parse(stdout);
    assert.equal(code, "E_USAGE");
    assert.equal(message, "Expected one of auto, native, wasm for MLTL_ENGINE, received 'cuda'");
  });

  it("fails when the native engine is asked for and absent", async () => {
    const env = { MLTL_CACHE: nothing };
    const { stdout } = await runScript(script(`kind: "native"`), { env });
    assert.equal(JSON.parse(stdout).code, "E_NO_ENGINE");
  });

  it("fails when another engine runs already", async () => {
    const env = { MLTL_CACHE: nothing };
    const { stdout } = await runScript(
      `const { loadEngine } = await import(${JSON.stringify(coreUrl)});
       await loadEngine();
       await loadEngine({ kind: "native" }).catch((error) => console.log(error.code, error.message));`,
      { env },
    );
    assert.match(stdout, /^E_NO_ENGINE Expected the native engine, .* already runs the wasm one/);
  });

  it("predicts where tfjs-node, an optional peer, is not installed", async () => {
    const home = newFolder();
    cpSync("packages/core/dist", path.join(home, "core/dist"), { recursive: true });
    cpSync("packages/core/package.json", path.join(home, "core/package.json"));
    linkAllBut("tfjs-node", home);
    const url = new URL(`file://${home}/core/dist/index.js`).href;
    const { stdout, stderr } = await runScript(script().replace(coreUrl, url), { cwd: home });
    const found = JSON.parse(stdout);
    assert.deepEqual([found.kind, found.sum], ["wasm", 40], stderr);
  });
});

describe("requireNative", () => {
  it("says in one sentence what the work needs, and in a hint what to do", () => {
    const engine: Engine = { kind: "wasm", version: "4.22.0" };
    assert.throws(
      () => requireNative(engine, "Training"),
      (error: MltlError) =>
        error.code === "E_NO_ENGINE" &&
        error.message.startsWith("Training needs the native engine, and this process") &&
        /mltl setup/.test(error.hint ?? ""),
    );
  });

  it("lets the native engine pass", () => {
    assert.doesNotThrow(() => requireNative({ kind: "native", version: "2.15.1" }, "Training"));
  });
});

function nativeName(): string {
  return `tensorflow-2.15.1-${process.platform}-${process.arch}`;
}

/** A node_modules that shares every package of this repository but one of TensorFlow.js's. */
function linkAllBut(left: string, home: string): void {
  const from = path.resolve("node_modules");
  const to = path.join(home, "node_modules");
  mkdirSync(path.join(to, "@tensorflow"), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== "@tensorflow") symlinkSync(path.join(from, name), path.join(to, name));
  }
  for (const name of readdirSync(path.join(from, "@tensorflow"))) {
    const link = path.join("@tensorflow", name);
    if (name !== left) symlinkSync(path.join(from, link), path.join(to, link));
  }
}
