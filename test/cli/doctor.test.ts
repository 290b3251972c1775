import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { artifactExamination, type Check } from "@mltl/core";
import { nativeFolder } from "#core/engine/native-paths.js";
import { writeNativeManifest } from "#core/engine/setup/manifest.js";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

async function doctor(env: NodeJS.ProcessEnv = {}) {
  const { stdout, code } = await runMltl(["doctor", "--format", "json"], { env });
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  return { ok, code, check: (name: string) => checks.find((check) => check.name === name) };
}

describe("mltl doctor", function () {
  this.timeout(60_000); // Starts two engines, and hashes half a gigabyte.

  it("finds the native engine and its files well where they are", async function () {
    needsNative(this);
    const { check } = await doctor();
    assert.equal(check("native engine")?.status, "ok");
    assert.match(check("native engine")?.detail ?? "", /^TensorFlow 2\.\d+\.\d+ from /);
    assert.notEqual(check("native files")?.status, "failed");
  });

  it("warns, with what to do, where there is no native engine", async () => {
    const { check } = await doctor({ MLTL_CACHE: newFolder() });
    assert.equal(check("native engine")?.status, "warning");
    assert.match(check("native engine")?.advice ?? "", /mltl setup/);
    assert.equal(check("WASM engine")?.status, "ok");
  });

  it("fails for an addon that does not load and files that do not match their list", async () => {
    const cache = newFolder();
    const folder = path.join(cache, "native", path.basename(nativeFolder()));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "tfjs_binding.node"), "was a library");
    const source = { file: "x.whl", sha256: "0" };
    await writeNativeManifest(folder, {
      ...{ tensorflow: "2.15.1", tfjsNode: "4.22.0", way: "wheel", source, compiler: "g++" },
    });
    writeFileSync(path.join(folder, "tfjs_binding.node"), "is none, now!");
    const { ok, code, check } = await doctor({ MLTL_CACHE: cache });
    assert.deepEqual([ok, code], [false, 1]);
    assert.equal(check("native engine")?.status, "failed");
    assert.equal(check("native files")?.status, "failed");
    assert.match(check("native files")?.advice ?? "", /mltl setup --force/);
  });

  it("says what MLTL_ENGINE does", async () => {
    const cache = { MLTL_CACHE: newFolder() };
    const wasm = await doctor({ ...cache, MLTL_ENGINE: "wasm" });
    const unknown = await doctor({ ...cache, MLTL_ENGINE: "gpu" });
    assert.equal(wasm.check("MLTL_ENGINE")?.status, "warning");
    assert.equal(unknown.check("MLTL_ENGINE")?.status, "failed");
  });

  it("prints the same as legible lines", async () => {
    const { stdout } = await runMltl(["doctor"], { env: { MLTL_CACHE: newFolder() } });
    assert.match(stdout, /^warning {2}native engine +not installed\n +-> Run `mltl setup`/m);
    assert.match(stdout, /^ok +image library +sharp \d/m);
  });
});

describe("the doctor's look at a model", () => {
  it("names a damaged file, the hash that is right and the one found", async function () {
    const model = "packages/vision/models/emotion";
    if (!existsSync(path.join(model, "manifest.json"))) this.skip(); // No model in this clone yet.
    const copy = path.join(newFolder(), "emotion");
    cpSync(model, copy, { recursive: true });
    const name =
      readdirSync(copy).find((file) => file.endsWith(".bin")) ?? assert.fail("no weights");
    const weights = path.join(copy, name);
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(weights, bytes);
    const [check] = await artifactExamination("emotion model", copy).examine();
    assert.equal(check.status, "failed");
    assert.match(check.detail, /\.bin: SHA-256 [0-9a-f]{64} where [0-9a-f]{64} is right/);
    assert.match(check.advice ?? "", /^Restore /);
  });

  it("fails for a folder that is no model", async () => {
    const [check] = await artifactExamination("emotion model", newFolder()).examine();
    assert.equal(check.status, "failed");
    assert.match(check.detail, /manifest\.json/);
  });
});
