import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findDataManifest } from "@mltl/core";
import { runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

describe("mltl data", () => {
  it("lists the data sets, and whether they are under the root", async () => {
    const root = newFolder();
    const { stdout, stderr, code } = await runMltl([
      "data",
      "ls",
      "--format",
      "json",
      "--data-root",
      root,
    ]);
    const sets = JSON.parse(stdout) as { name: string; licence: string; present: boolean }[];
    assert.equal(code, 0);
    assert.ok(sets.some(({ name }) => name === "fer2013"));
    assert.ok(sets.every(({ present }) => !present));
    assert.match(stderr, new RegExp(`data root: ${root}`));
  });

  it("prints a table too", async () => {
    const { stdout } = await runMltl(["data", "ls"]);
    assert.match(stdout, /^name +here +task/m);
    assert.match(stdout, /^wnut17 +(yes|no) +text\/tag/m);
  });

  it("refuses files that are not the data set's, with code 1 and no trace", async () => {
    const from = newFolder();
    const { files } = await findDataManifest("btc");
    for (const file of Object.keys(files)) writeFileSync(path.join(from, file), "other");
    const root = newFolder();
    const { stderr, code } = await runMltl([
      "data",
      "add",
      "btc",
      "--from",
      from,
      "--data-root",
      root,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /Expected SHA-256 \w{64} for .*train\.conll\.gz, received \w{64}/);
    assert.doesNotMatch(stderr, /\bat .*\.js/);
  });

  it("names what may have been meant, or all there are, when one isn't known", async () => {
    const { stderr, code } = await runMltl(["data", "verify", "btz"]);
    assert.equal(code, 1);
    assert.match(stderr, /No data set 'btz'; did you mean 'btc'\?/);
    const other = await runMltl(["data", "verify", "something-else"]);
    assert.match(other.stderr, /No data set 'something-else'\. Known: anercorp-ar, .*, wnut17/);
  });

  it("adds and verifies what is right, and finds what was damaged since", async function () {
    const manifest = await findDataManifest("wnut17");
    const source = path.join(process.env.MLTL_DATA ?? "/nowhere", manifest.folder);
    const root = newFolder();
    const added = await runMltl(["data", "add", "wnut17", "--from", source, "--data-root", root]);
    if (added.code !== 0) {
      console.error("      (skipped: needs wnut17 under MLTL_DATA)");
      this.skip();
    }
    assert.equal(added.stdout.trim(), path.join(root, manifest.folder));
    const check = () => runMltl(["data", "verify", "--format", "json", "--data-root", root]);
    assert.equal((await check()).code, 0);
    const file = path.join(root, manifest.folder, "dev.conll.gz");
    writeFileSync(file, readFileSync(file).subarray(1));
    const { stdout, code } = await check();
    assert.equal(code, 1);
    const wrong = (JSON.parse(stdout) as { file: string; status: string }[]).filter(
      ({ status }) => status !== "ok",
    );
    assert.deepEqual(wrong, [{ name: "wnut17", file: "dev.conll.gz", status: "damaged" }]);
  });
});

describe("mltl model ls", () => {
  it("says what the models do, how well, on which data", async () => {
    const { stdout, code } = await runMltl(["model", "ls", "--format", "json"]);
    assert.equal(code, 0);
    const models = JSON.parse(stdout) as {
      name: string;
      labels: string[];
      metrics: object;
      data: object[];
    }[];
    assert.deepEqual(
      models.map(({ name }) => name),
      ["emotion", "ferplus", "en"],
    );
    assert.deepEqual(models[2].labels, ["PER", "LOC", "ORG", "MISC"]);
    for (const { metrics, data } of models) {
      assert.ok(Object.keys(metrics).length >= 2);
      assert.ok(data.length > 0);
    }
  });

  it("refuses a folder that is no model, naming it", async () => {
    const folder = newFolder();
    const { stderr, code } = await runMltl(["model", "ls", folder]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${folder} is not an mltl model: cannot use manifest.json`));
  });
});
