import assert from "node:assert/strict";
import path from "node:path";
import { openPaper, parsePaper, readPaper } from "@mltl/core";
import { manifest, pointsPaper } from "./points-paper.js";

describe("a paper's manifest", () => {
  it("names every field that is wrong", () => {
    const published = (one: Record<string, unknown>, kind = "exact") =>
      manifest({}, { data: { kind, note: "n" }, published: [{ where: "p. 1", ...one }] });
    const wrong: [unknown, RegExp][] = [
      [manifest({ sistem: 1 }), /no field 'sistem'; did you mean 'system'\?/],
      [manifest({ system: 6 }), /system: expected at most 5/],
      [
        manifest({}, { experiment: "lines" }),
        /experiment: expected one of points, received 'lines'/,
      ],
      [
        manifest({}, { experiment: undefined }),
        /expected an experiment for the table, the column or/,
      ],
      [
        manifest({}, { comparisons: [{ first: "chian", second: "scratch" }] }),
        /comparisons\.0\.first: expected one of scratch, chain, received 'chian'/,
      ],
      [
        manifest({}, { comparisons: [{ first: "chain", second: "chain" }] }),
        /expected two rows, received chain/,
      ],
      [
        manifest({}, { rows: [{ name: "a" }, { name: "a" }] }),
        /each name once, received 'a' twice/,
      ],
      [published({ title: "t", mark: "found" }), /expected a value, or none and mark: unknown/],
      [published({ title: "t", mark: "unknown", value: 0.5 }), /expected a value, or none/],
      [published({ mark: "found", value: 0.5 }), /expected a row or a title/],
      [published({ row: "chain", mark: "found", value: 0.5 }), /expected a column beside the row/],
      [
        published({ row: "chain", column: "all", mark: "found", value: 0.5 }, "other"),
        /figures on other data don't stand beside ours/,
      ],
      [published({ title: "t", mark: "found", value: 91.9 }), /value: expected at most 1/],
      [
        manifest({
          figures: [
            {
              ...{ kind: "freeze", title: "f" },
              panels: [
                {
                  ...{ title: "p", experiment: "points", metric: "accuracy", reused: [0, 1, 2] },
                  series: [{ name: "frozen", plans: ["scratch", "chain"] }],
                },
              ],
            },
          ],
        }),
        /series\.0\.plans: expected 3 plans, one for each of reused, received 2/,
      ],
    ];
    for (const [value, message] of wrong) {
      assert.throws(() => parsePaper(value, "paper.yaml"), { code: "E_BAD_PLAN", message });
    }
  });

  it("of the project's systems are sound", async () => {
    const { system, tables } = await readPaper("benchmarks/paper/system-1/paper.yaml");
    assert.equal(system, 1);
    assert.ok(tables.length >= 2);
  });
});

describe("openPaper", () => {
  it("says what tables and figures name and no experiment has", async () => {
    const figure = {
      ...{ kind: "curve", title: "f" },
      panels: [{ title: "p", experiment: "points", metric: "accuracy", plans: ["scrath"] }],
    };
    const wrong: [unknown, RegExp][] = [
      [
        manifest({}, { rows: [{ name: "scratch" }, { name: "chains" }], comparisons: [] }),
        /row 'chains' of table 'points': expected a plan of its experiment, received 'chains'; did you mean 'chain'\?/,
      ],
      [
        manifest({}, { columns: [{ name: "all", fraction: 0.5 }] }),
        /row 'scratch' of table 'points'/,
      ],
      [manifest({ figures: [figure] }), /panel 'p' of figure 'f'.*did you mean 'scratch'\?/],
    ];
    for (const [value, message] of wrong) {
      await assert.rejects(openPaper(pointsPaper(value).file), { code: "E_BAD_PLAN", message });
    }
  });

  it("takes the small experiments, and of the tables what these have", async () => {
    const value = manifest(
      { experiments: [{ name: "points", file: "experiment.yaml", quick: "experiment.yaml" }] },
      {
        rows: [{ name: "scratch" }, { name: "chain" }, { name: "lost" }],
        columns: [{ name: "all" }, { name: "half", fraction: 0.5 }],
        comparisons: [
          { first: "chain", second: "scratch" },
          { first: "lost", second: "scratch" },
        ],
      },
    );
    const { file } = pointsPaper(value);
    const { quick, tables } = await openPaper(file, { quick: true });
    assert.equal(quick, true);
    const [{ rows, columns, comparisons }] = tables;
    assert.deepEqual(
      [rows, columns].map((items) => items.map(({ name }) => name)),
      [["scratch", "chain"], ["all"]],
    );
    assert.equal(comparisons.length, 1);
    await assert.rejects(openPaper(pointsPaper().file, { quick: true }), {
      message: /Expected experiments with a 'quick' in .*paper\.yaml/,
    });
    await assert.rejects(openPaper(path.join(path.dirname(file), "none.yaml")), {
      code: "E_NOT_FOUND",
    });
  });
});
