import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { needsNative, runMltl } from "../core/engine/child.js";
import { newFolder } from "../core/engine/new-folder.js";

interface Planned {
  cell: string;
  status: string;
  levels: { name: string; key: string; status: string; seconds?: number }[];
}

/** An experiment of two plans on faces that nobody has to have. */
function facesExperiment(fields: Record<string, unknown> = {}): string {
  const file = path.join(newFolder(), "faces.yaml");
  const plan = path.resolve("benchmarks/plans/vision/emotion.yaml");
  const experiment = {
    schema: "mltl.experiment/1",
    name: "faces",
    plans: [
      { name: "slow", file: plan, set: { "levels.0.stages.0.rate": 0.01 } },
      { name: "fast", file: plan },
    ],
    seeds: [1, 2],
    ...fields,
  };
  writeFileSync(file, JSON.stringify(experiment));
  return file;
}

describe("mltl bench plan", () => {
  it("lists the cells that are wanted, without training where told not to", async () => {
    const cache = newFolder();
    const words = ["bench", "plan", facesExperiment(), "--no-pilot", "--cache", cache];
    const all = await runMltl([...words, "--seeds", "3", "--format", "json"]);
    assert.equal(all.code, 0, all.stderr);
    const cells = JSON.parse(all.stdout) as Planned[];
    assert.equal(cells.length, 6);
    assert.equal(new Set(cells.map(({ levels }) => levels[0].key)).size, 6);
    assert.match(all.stderr, /missing: 6 of 6 cells, and 6 levels of unknown length/);

    const some = await runMltl([...words, "--only", "fast/*"]);
    assert.match(some.stdout, /^cell +status +levels +time left$/m);
    assert.match(some.stdout, /^fast\/fraction=1\/seed=2 +missing +wild +\?$/m);
    assert.doesNotMatch(some.stdout, /slow/);
  });

  it("refuses what it doesn't understand", async () => {
    const wrong: [string[], number, RegExp][] = [
      [[facesExperiment({ sedes: [1] })], 1, /no field 'sedes'; did you mean 'seeds'\?\nhint: /],
      [[facesExperiment({ plans: [] })], 1, /plans: expected at least 1 items/],
      [[facesExperiment(), "--only", "fats/*"], 2, /--only.*'fats\/\*', which matches none/],
      [[path.join(newFolder(), "none.yaml")], 1, /Cannot read .*none\.yaml/],
    ];
    for (const [words, code, message] of wrong) {
      const result = await runMltl(["bench", "plan", "--no-pilot", ...words]);
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stderr, message);
    }
    const time = await runMltl(["bench", "run", facesExperiment(), "--max-time", "20 min"]);
    assert.equal(time.code, 2);
    assert.match(time.stderr, /Expected a time such as 90s, 20m or 1h30m/);
  });
});

describe("mltl bench run", function () {
  this.timeout(120_000);

  const sample = [
    ...["benchmarks/experiments/tiny-ner.yaml", "--data-root", "data/samples"],
    ...["--seeds", "1", "--only", "*/fraction=1/*"],
  ];

  it("lists cells that failed with their reason, and exits with 1", async function () {
    needsNative(this);
    const cache = newFolder();
    const { code, stdout, stderr } = await runMltl([
      ...["bench", "run", facesExperiment(), "--only", "fast/*/seed=1", "--cache", cache],
      ...["--data-root", newFolder(), "--format", "csv"],
    ]);
    assert.equal(code, 1);
    assert.equal(stdout, "plan,data,fraction,split,metric,mean,sd,n\n");
    assert.match(stderr, /^failed: fast\/fraction=1\/seed=1: Data set 'fer2013' is not in .*\n/m);
    assert.match(stderr, /cells: 0 done in .*, 1 failed\n$/);
  });

  it("says once what is missing without the native engine", async () => {
    const { code, stderr } = await runMltl(
      ["bench", "run", facesExperiment(), "--cache", newFolder()],
      { env: { MLTL_ENGINE: "wasm" } },
    );
    assert.equal(code, 1);
    assert.match(stderr, /\nmltl: Training needs the native engine.*\nhint: Run `mltl setup`/);
    assert.equal(stderr.match(/failed:/g)?.length, 1);
  });

  it("runs the sample's experiment, then has it", async function () {
    needsNative(this);
    const cache = newFolder();
    const run = (...words: string[]) =>
      runMltl(["bench", "run", ...sample, "--cache", cache, ...words]);
    const first = await run("--format", "json");
    assert.equal(first.code, 0, first.stderr);
    const { rows, cells } = JSON.parse(first.stdout);
    assert.deepEqual(
      cells.map(({ id, status }: { id: string; status: string }) => [id, status]),
      [
        ["scratch/fraction=1/seed=1", "done"],
        ["transfer/fraction=1/seed=1", "done"],
      ],
    );
    for (const { n, mean, sd } of rows) {
      assert.deepEqual([n, sd], [1, null]);
      assert.ok(mean > 0.3 && mean <= 1, `F1 ${mean}`);
    }
    const again = await run();
    assert.match(again.stderr, /^cells: 0 done in \d+ s, 2 done before\n$/);
    assert.match(again.stdout, /^scratch +100\.0 % +test tiny-ner +f1 +\d+\.\d\d +1$/m);

    const plan = await runMltl(["bench", "plan", ...sample, "--cache", cache]);
    assert.match(plan.stdout, /^transfer\/fraction=1\/seed=1 +cached/m);
    assert.match(plan.stderr, /^missing: 0 of 2 cells\n$/);
  });
});
