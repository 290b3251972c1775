import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newFolder } from "../core/engine/new-folder.js";

const bootstrap = path.resolve("packages/cli/bootstrap");
const part = (name: string) => import(path.join(bootstrap, name));

describe("the bootstrap", () => {
  it("names its jobs when asked for another", () => {
    const { status, stderr } = spawnSync(process.execPath, [path.join(bootstrap, "main.mjs"), "x"]);
    assert.equal(status, 1);
    assert.match(
      String(stderr),
      /^mltl: expected one of start, test, bench:speed, bench:accuracy, received 'x'\n$/,
    );
  });

  it("refuses a Node that is too old, saying which is needed", async () => {
    const { assertNodeVersion } = await part("node-version.mjs");
    assert.throws(() => assertNodeVersion("18.20.4"), /^Error: expected Node 20\.19 or newer/);
    assert.throws(() => assertNodeVersion("20.18.0"));
    for (const version of ["20.19.0", "22.0.0", "24.1.0"]) assertNodeVersion(version);
  });

  it("removes compiled tests whose source is gone, and no others", async () => {
    const { removeOrphans } = await part("build.mjs");
    const folder = newFolder();
    mkdirSync(path.join(folder, "dist/a"), { recursive: true });
    mkdirSync(path.join(folder, "a"));
    writeFileSync(path.join(folder, "a/kept.test.ts"), "");
    for (const name of ["kept.test.js", "gone.test.js", "helper.js"]) {
      writeFileSync(path.join(folder, "dist/a", name), "");
    }
    removeOrphans(folder);
    const left = ["kept.test.js", "gone.test.js", "helper.js"].map((name) =>
      existsSync(path.join(folder, "dist/a", name)),
    );
    assert.deepEqual(left, [true, false, true]);
  });

  it("passes on the exit code of what it runs", async () => {
    const { run } = await part("steps.mjs");
    const { code } = await run([process.execPath, "-e", "process.exit(7)"], "inherit");
    assert.equal(code, 7);
  });

  it("passes a request to terminate on and waits for the end", async () => {
    const child = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `const { run } = await import(${JSON.stringify(path.join(bootstrap, "steps.mjs"))});
       const grandchild = \`process.on("SIGTERM", () => process.exit(9));
         setInterval(() => {}, 1000); console.log("ready")\`;
       process.exitCode = (await run([process.execPath, "-e", grandchild], "inherit")).code;`,
    ]);
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    const [code] = await once(child, "close");
    assert.equal(code, 9);
  });
});

describe("the bootstrap's look at node_modules", () => {
  const lock = {
    "": { name: "x" },
    "packages/a": { version: "1.0.0" },
    "node_modules/a": { resolved: "packages/a", link: true },
    "node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
    "node_modules/for-another-platform": { version: "2.0.0", optional: true },
  };
  const record: Record<string, object> = {
    "node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
  };

  function folderWith(installed: object | undefined): string {
    const folder = newFolder();
    writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages: lock }));
    mkdirSync(path.join(folder, "node_modules/a"), { recursive: true });
    if (installed) {
      const file = path.join(folder, "node_modules/.package-lock.json");
      writeFileSync(file, JSON.stringify({ packages: installed }));
    }
    return folder;
  }

  it("is content with what the lock file says, other platforms' packages left out", async () => {
    const { installedAsLocked } = await part("dependencies.mjs");
    assert.equal(installedAsLocked(folderWith(record)), true);
  });

  it("sees what is missing, unfinished or of another version", async () => {
    const { installedAsLocked } = await part("dependencies.mjs");
    assert.equal(installedAsLocked(folderWith(undefined)), false);
    assert.equal(installedAsLocked(folderWith({})), false);
    const older = { "node_modules/b": { version: "1.0.0", integrity: "sha512-a" } };
    assert.equal(installedAsLocked(folderWith(older)), false);
  });
});

describe("package-lock.json", () => {
  it("has every optional package that it names: npm ci refuses it otherwise", () => {
    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`],
      ),
    );
    assert.deepEqual(missing, []);
  });
});

describe("the mltl command", () => {
  it("says what to do when it has not been built", () => {
    const folder = path.join(newFolder(), "cli");
    cpSync("packages/cli/bin", path.join(folder, "bin"), { recursive: true });
    writeFileSync(path.join(folder, "package.json"), `{ "type": "module" }`);
    const { status, stderr } = spawnSync(process.execPath, [path.join(folder, "bin/mltl.js")]);
    assert.equal(status, 1);
    assert.match(String(stderr), /not built yet\nhint: .*npm start/);
  });
});
