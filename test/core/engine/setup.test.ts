import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { MltlError, setupEngine } from "@mltl/core";
import { nativeFolder } from "#core/engine/native-paths.js";
import { findCompiler } from "#core/engine/setup/compile-addon.js";
import { newFolder } from "./new-folder.js";

const replaced = new Map<string, string | undefined>();

/** Sets variables for one test; they are put back after it. */
function setEnvironment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!replaced.has(name)) replaced.set(name, process.env[name]);
    process.env[name] = value;
  }
}

/** A folder for PATH: fake programs, and no others. */
function programs(scripts: Record<string, string>): string {
  const folder = newFolder();
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

const answers = (name: string) => `echo "${name} 1.0"`;
const brokenPip = `case "$*" in *--version*) echo "pip 9 from here";; *) echo "ERROR: no route to host" >&2; exit 1;; esac`;

async function failure(promise: Promise<unknown>): Promise<MltlError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MltlError) return error;
    throw error;
  }
  return assert.fail("nothing was thrown");
}

describe("setupEngine", () => {
  let cache: string;

  beforeEach(function () {
    if (`${process.platform}-${process.arch}` !== "linux-x64") this.skip(); // Names linux files.
    cache = newFolder();
    setEnvironment({ MLTL_CACHE: cache, CXX: "" });
  });

  afterEach(() => {
    for (const [name, value] of replaced) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    replaced.clear();
  });

  it("refuses a wheel that is not the pinned one, naming both hashes", async () => {
    const wheel = path.join(newFolder(), "other.whl");
    writeFileSync(wheel, "not a wheel");
    setEnvironment({ PATH: programs({ "g++": answers("g++") }) });
    const error = await failure(setupEngine({ wheel }));
    assert.equal(error.code, "E_CHECKSUM");
    assert.match(error.message, /54660c074d7241a5.*other\.whl.*received [0-9a-f]{64}$/);
    assert.equal(existsSync(nativeFolder()), false);
  });

  it("says which wheel it wants when the one given is not there", async () => {
    setEnvironment({ PATH: programs({ "g++": answers("g++") }) });
    const error = await failure(setupEngine({ wheel: "/nowhere/x.whl" }));
    assert.equal(error.code, "E_USAGE");
    assert.match(error.message, /tensorflow_cpu-2\.15\.1.*\.whl for --from/);
  });

  it("reports every way in order where there is no compiler", async () => {
    setEnvironment({ PATH: programs({}) });
    const error = await failure(setupEngine());
    assert.equal(error.code, "E_ENGINE_SETUP");
    assert.match(
      error.message,
      /existing: none in .*wheel: no C\+\+ compiler.*vendor: .*no compiler/,
    );
    assert.match(error.hint ?? "", /--from WHEEL/);
  });

  it("passes on why pip could not download", async () => {
    setEnvironment({ PATH: programs({ "g++": answers("g++"), python3: brokenPip }) });
    const error = await failure(setupEngine());
    assert.match(error.message, /wheel: pip 9 could not download it: ERROR: no route to host/);
    assert.match(error.message, /vendor: only for machines without pip/);
    assert.deepEqual(readdirSync(path.join(cache, "downloads")), []);
  });

  it("asks the vendor where there is no pip, and passes on its answer", async () => {
    const server = createServer((_, response) => response.writeHead(403).end());
    const base = await listening(server);
    setEnvironment({
      PATH: programs({ "g++": answers("g++") }),
      TFJS_NODE_BASE_URI: `${base}/lib-`,
    });
    const error = await failure(setupEngine());
    server.close();
    assert.match(
      error.message,
      /wheel: no pip.*vendor: .*\/lib-cpu-linux-x86_64-2\.9\.1.*answered 403/,
    );
  });

  it("refuses what the vendor sends when its hash is another", async () => {
    const server = createServer((_, response) => response.end("something else"));
    const base = await listening(server);
    setEnvironment({ PATH: programs({ "g++": answers("g++") }), TFJS_NODE_BASE_URI: `${base}/` });
    const error = await failure(setupEngine());
    server.close();
    assert.match(error.message, /vendor: Expected SHA-256 7f510d25.*received [0-9a-f]{64}/);
    assert.deepEqual(readdirSync(path.join(cache, "downloads")), []);
  });

  it("tells a cache folder that cannot be written to", async () => {
    const file = path.join(cache, "file");
    writeFileSync(file, "");
    setEnvironment({ MLTL_CACHE: file });
    const error = await failure(setupEngine());
    assert.equal(error.code, "E_ENGINE_SETUP");
    assert.match(error.hint ?? "", /MLTL_CACHE/);
  });

  it("takes the compiler that CXX names, words after it included", async () => {
    const folder = programs({ mycc: `[ "$1" = -pipe ] && echo "mycc 3"` });
    setEnvironment({ CXX: `${folder}/mycc -pipe`, PATH: "/bin:/usr/bin" });
    const compiler = await findCompiler();
    assert.deepEqual(compiler, { command: [`${folder}/mycc`, "-pipe"], version: "mycc 3" });
  });
});

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
