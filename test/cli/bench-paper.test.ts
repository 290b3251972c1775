import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

const plan = (name: string) => path.resolve(`benchmarks/plans/text/${name}.yaml`);

/** A project with a paper over two short trainings of the sample that comes along. */
function project(): { root: string; paper: string } {
  const root = newFolder();
  const folder = path.join(root, "benchmarks/paper/system-1");
  mkdirSync(folder, { recursive: true });
  const short = { "levels.kinds.stages.all.epochs": 2 };
  const experiment = {
    schema: "mltl.experiment/1",
    name: "tiny",
    plans: [
      { name: "scratch", file: plan("tiny-scratch"), set: short },
      { name: "transfer", file: plan("tiny-transfer"), set: short },
    ],
    seeds: [1, 2],
    metrics: ["f1"],
  };
  writeFileSync(path.join(folder, "tiny.yaml"), JSON.stringify(experiment));
  const manifest = {
    ...{ schema: "mltl.paper/1", system: 1, title: "Tiny", citation: "none", claim: "none" },
    experiments: [{ name: "tiny", file: "tiny.yaml", quick: "tiny.yaml" }],
    tables: [
      {
        ...{ name: "tiny", title: "Tiny names", protocol: "Dev chooses.", experiment: "tiny" },
        ...{ metric: "f1", data: { kind: "other", note: "a sample" } },
        rows: [{ name: "scratch" }, { name: "transfer" }],
        columns: [{ name: "sample", split: "test tiny-ner" }],
        comparisons: [{ first: "transfer", second: "scratch" }],
        rule: { seeds: 2 },
      },
    ],
  };
  const paper = path.join(folder, "paper.yaml");
  writeFileSync(paper, JSON.stringify(manifest));
  return { root, paper };
}

/** What doesn't depend on when and how often something was run. */
function tablesOf(out: string): string {
  const [tables] = readFileSync(path.join(out, "report.md"), "utf8").split("## Cost");
  return tables;
}

/** Runs until standard error says so, then is killed with its last word unsaid. */
async function killed(words: readonly string[], after: RegExp): Promise<void> {
  const mltl = path.resolve("packages/cli/bin/mltl.js");
  const child = spawn(process.execPath, [mltl, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
    if (after.test(said)) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  assert.equal(signal, "SIGKILL", said);
}

describe("mltl bench paper", function () {
  this.timeout(900_000);

  it("says which systems there are", async () => {
    const { code, stderr } = await runMltl(["bench", "paper", "--system", "3"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Expected a system with a manifest for --system, received 3\. There are: 1\n/,
    );
  });

  it("killed at any moment, goes on to the same tables; records them for a fresh clone", async function () {
    needsNative(this);
    const { root, paper } = project();
    const words = (cache: string, out: string) => [
      ...["bench", "paper", "--file", paper, "--data-root", "data/samples"],
      ...["--cache", path.join(root, cache), "--out", path.join(root, out)],
    ];
    const whole = await runMltl([...words("one", "whole"), "--record"]);
    assert.equal(whole.code, 0, whole.stderr);
    assert.match(whole.stderr, /begins; 6 trainings left\n/);
    assert.match(whole.stderr, /begins; 1 training left, about \d+ s\n/);
    assert.match(whole.stdout, /^transfer +\d+\.\d\d ± \d+\.\d\d \(2\)$/m);
    const expected = tablesOf(path.join(root, "whole"));
    assert.match(expected, /\| transfer − scratch \| sample \| /);
    const order = [...whole.stderr.matchAll(/^(\S+): finished/gm)].map(([, id]) => id);
    assert.deepEqual(order, [
      "scratch/fraction=1/seed=1",
      "transfer/fraction=1/seed=1",
      "scratch/fraction=1/seed=2",
      "transfer/fraction=1/seed=2",
    ]);

    for (const after of [/begins/, /finished, 1 of 4/, /seed=2 kinds: begins/]) {
      await killed(words("two", "killed"), after);
    }
    assert.equal(existsSync(path.join(root, "killed")), false);
    const last = await runMltl(words("two", "killed"));
    assert.equal(last.code, 0, last.stderr);
    assert.equal(tablesOf(path.join(root, "killed")), expected);

    const results = path.join(root, "benchmarks/results/paper-system-1.jsonl");
    const lines = readFileSync(results, "utf8").trim().split("\n");
    assert.equal(lines.length, 4);
    for (const line of lines) assert.doesNotMatch(line, /PER|words|spans/);
    const fresh = await runMltl(
      ["bench", "report", paper, "--cache", newFolder(), "--out", path.join(root, "fresh")],
      { env: { MLTL_ENGINE: "wasm" } },
    );
    assert.equal(fresh.code, 0, fresh.stderr);
    assert.equal(tablesOf(path.join(root, "fresh")), expected);
  });

  it("marks what is quick, and doesn't record it", async () => {
    const { root, paper } = project();
    const words = ["bench", "report", paper, "--quick", "--cache", newFolder()];
    const quick = await runMltl([...words, "--out", path.join(root, "out")]);
    assert.equal(quick.code, 0, quick.stderr);
    assert.match(quick.stdout, /^Quick: small slices/);
    assert.match(tablesOf(path.join(root, "out")), /^## Tiny names \(quick\)$/m);
    const refused = await runMltl([...words, "--record"]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Expected a paper's full experiments for --record/);
  });
});

describe("mltl bench report", () => {
  it("prints tables of experiments, and all of it as JSON", async () => {
    const words = ["bench", "report", "benchmarks/experiments/tiny-ner.yaml"];
    const { code, stdout, stderr } = await runMltl([...words, "--cache", newFolder(), "--json"]);
    assert.equal(code, 0, stderr);
    const { schema, tables, missing, charts } = JSON.parse(stdout);
    assert.equal(schema, "mltl.report/1");
    assert.deepEqual(
      tables[0].columns.map(({ fraction }: { fraction: number }) => fraction),
      [0.2, 1],
    );
    assert.equal(missing.length, 4);
    assert.equal(charts[0].kind, "curve");
  });

  it("writes the summary into the README where that has a place for it", async () => {
    const { root, paper } = project();
    const readme = path.join(root, "README.md");
    writeFileSync(readme, "a\n<!-- paper-system-1 -->\n<!-- /paper-system-1 -->\nb\n");
    const { code, stderr } = await runMltl([
      ...["bench", "report", paper, "--cache", newFolder(), "--record"],
    ]);
    assert.equal(code, 0, stderr);
    const text = readFileSync(readme, "utf8");
    assert.match(
      text,
      /^a\n<!-- paper-system-1 -->\n\*\*Tiny names\*\*: [\s\S]+\n<!-- \/paper-system-1 -->\nb\n$/,
    );
    assert.match(text, /^- transfer against scratch: missing on sample$/m);
  });

  it("refuses what doesn't go together", async () => {
    const { paper } = project();
    const wrong: [string[], number, RegExp][] = [
      [[paper, "benchmarks/experiments/tiny-ner.yaml"], 2, /Expected one paper's manifest, or/],
      [[paper, "--system", "1"], 2, /Expected files or --system, received both/],
      [["--system", "2"], 1, /There are: 1/],
    ];
    for (const [words, code, message] of wrong) {
      const result = await runMltl(["bench", "report", ...words]);
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stderr, message);
    }
  });
});
