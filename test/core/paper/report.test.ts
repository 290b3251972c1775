import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type Cell,
  experimentCells,
  openPaper,
  openResults,
  type PaperReport,
  paperReport,
  readDataHashes,
  readKeptResults,
  reportMarkdown,
  reportPage,
  reportSummary,
  writeKeptResults,
} from "@mltl/core";
import { newFolder } from "../engine/new-folder.js";
import { near } from "../metrics/near.js";
import { finishCell, ITEMS, manifest, type PointsPaper, pointsPaper } from "./points-paper.js";

const ACCURACY: Record<string, number> = { scratch: 0.65, chain: 0.85 };

async function finish(
  points: PointsPaper,
  which: (cell: Cell) => boolean = () => true,
  options: Parameters<typeof finishCell>[3] = {},
): Promise<void> {
  const { cells } = await points.open();
  for (const cell of cells.filter(which)) {
    await finishCell(points, cell, ACCURACY[cell.plan], options);
  }
}

async function reportOf(points: PointsPaper): Promise<PaperReport> {
  const { paper, book } = await points.open();
  return paperReport(paper, book);
}

describe("a report", () => {
  it("gives means with both intervals, and tests seeds in pairs over the items", async () => {
    const points = pointsPaper();
    await finish(points);
    const { tables } = await reportOf(points);
    const [{ figures, comparisons, columns }] = tables;
    assert.deepEqual(columns[0].units, { of: "items", count: ITEMS });
    for (const { mean, sd, n, overSeeds, overItems, status, scores } of figures) {
      assert.deepEqual([status, n], ["done", 3]);
      const values = Object.values(scores);
      near(mean as number, values.reduce((sum, score) => sum + score, 0) / 3);
      for (const ends of [overSeeds, overItems]) {
        assert.ok(ends && ends.lower < (mean as number) && (mean as number) < ends.upper);
      }
      near(
        (overSeeds as { upper: number }).upper - (mean as number),
        (4.30265273 * (sd as number)) / Math.sqrt(3),
        1e-6,
      );
    }
    const [{ difference, p, adjustedP, verdict }] = comparisons;
    near(difference as number, (figures[1].mean as number) - (figures[0].mean as number));
    assert.equal(p, 1 / 5001);
    assert.equal(adjustedP, p);
    assert.equal(verdict, "better");
  });

  it("takes persons as the units where they are known", async () => {
    const [single, grouped] = [pointsPaper(), pointsPaper()];
    await finish(single);
    await finish(grouped, undefined, { groups: 10 });
    const [a, b] = [await reportOf(single), await reportOf(grouped)];
    assert.deepEqual(b.tables[0].columns[0].units, { of: "groups", count: 10 });
    assert.equal(a.tables[0].figures[0].mean, b.tables[0].figures[0].mean);
    assert.ok((b.tables[0].comparisons[0].p as number) >= 1 / 2 ** 9 / 2);
  });

  it("corrects p over the comparisons of the table", async () => {
    const points = pointsPaper(
      manifest(
        {},
        {
          rows: [{ name: "scratch" }, { name: "again", plan: "scratch" }, { name: "chain" }],
          comparisons: [
            { first: "chain", second: "scratch" },
            { first: "again", second: "scratch" },
          ],
        },
      ),
    );
    await finish(points);
    const [{ comparisons }] = (await reportOf(points)).tables;
    const [chain, again] = comparisons;
    near(chain.adjustedP as number, 2 * (chain.p as number));
    assert.deepEqual([again.p, again.difference, again.verdict], [1, 0, "not told apart"]);
  });

  it("shows what is missing, with the command that fills it", async () => {
    const points = pointsPaper();
    await finish(points, ({ plan, seed }) => plan === "scratch" || seed === 2);
    const report = await reportOf(points);
    const [{ figures, comparisons }] = report.tables;
    assert.deepEqual(figures[1].missing, ["chain/fraction=1/seed=1", "chain/fraction=1/seed=3"]);
    assert.deepEqual([figures[1].status, figures[1].n], ["partial", 1]);
    assert.equal(comparisons[0].verdict, "too few seeds");
    const [{ seeds, command }] = report.missing;
    assert.deepEqual(seeds, [1, 3]);
    assert.match(command, /^mltl bench run .*experiment\.yaml --only 'chain\/fraction=1\/\*'$/);
    assert.match(reportMarkdown(report), /\| a chain \| \d+\.\d\d \(1 of 3\) \|/);
    const nothing = await reportOf(pointsPaper());
    assert.match(reportMarkdown(nothing), /\| scratch \| missing \|/);
    assert.equal(nothing.tables[0].comparisons[0].verdict, "missing");
  });

  it("doesn't test on answers that don't come to the figure, or that nobody kept", async () => {
    for (const options of [{ figure: 0.123 }, { answered: false }]) {
      const points = pointsPaper();
      await finish(points, undefined, options);
      const [{ comparisons }] = (await reportOf(points)).tables;
      assert.equal(comparisons[0].p, undefined);
      assert.match(comparisons[0].verdict, /not tested|too few/);
    }
  });

  it("takes the mean of parts for the figure, and their items together for the test", async () => {
    const points = pointsPaper(
      manifest({}, { columns: [{ name: "both", data: ["one", "two"] }] }),
      {
        seeds: [1, 2, 3],
        data: [
          { name: "one", set: { "levels.target.data.pause": 1 } },
          { name: "two", set: { "levels.target.data.pause": 2 } },
        ],
      },
    );
    await finish(points);
    const { paper, book, cells } = await points.open();
    const [{ figures, columns, comparisons }] = paperReport(paper, book).tables;
    const accuracyOf = (data: string) => {
      const cell = cells.find((one) => one.data === data && one.seed === 2) as Cell;
      return book.get(book.experiments[0], cell.id)?.result.metrics.test.accuracy as number;
    };
    near(figures[0].scores[2], (accuracyOf("one") + accuracyOf("two")) / 2);
    assert.deepEqual(columns[0].units, { of: "items", count: 2 * ITEMS });
    assert.equal(comparisons[0].verdict, "better");
  });

  it("puts published figures beside ours with a verdict, and those on other data apart", async () => {
    const points = pointsPaper(
      manifest(
        {},
        {
          published: [
            { row: "chain", column: "all", value: 0.5, where: "table 2", mark: "found" },
            { title: "elsewhere", value: 0.9, where: "table 3", mark: "recalled" },
          ],
        },
      ),
    );
    await finish(points);
    const report = await reportOf(points);
    const [beside, apart] = report.tables[0].published;
    assert.equal(beside.verdict, "higher");
    near(beside.difference as number, (report.tables[0].figures[1].mean as number) - 0.5);
    assert.equal(apart.verdict, undefined);
    const text = reportMarkdown(report);
    assert.match(text, /\| a chain \| all \| .* \| 50\.00 \| \+\d+\.\d\d \| higher \|/);
    assert.match(text, /\| elsewhere \| – \| 90\.00 \| recalled \| table 3 \|/);
  });

  it("is the same from results kept in a file, where the cache is empty", async () => {
    const points = pointsPaper();
    await finish(points);
    const { paper, book } = await points.open();
    const expected = paperReport(paper, book);
    const file = path.join(newFolder(), "kept.jsonl");
    await writeKeptResults(file, book.current());
    rmSync(points.experiment.places.cache, { recursive: true });
    const dataHashes = await readDataHashes(points.experiment.places.manifests);
    const again = await openPaper(points.file);
    const experiments = await Promise.all(
      again.experiments.map(async (of) => ({
        of,
        cells: await experimentCells(of.experiment, dataHashes),
      })),
    );
    const kept = await readKeptResults(file);
    const places = { cache: points.experiment.places.cache, kept, dataHashes };
    assert.deepEqual(paperReport(again, await openResults(experiments, places)), expected);

    const changed = kept.map((one) => ({ ...one, key: `${one.key.slice(1)}0` }));
    const outdated = await openResults(experiments, { ...places, kept: changed });
    const report = paperReport(again, outdated);
    assert.equal(report.sources.outdated, 6);
    assert.deepEqual(report.tables[0].figures[0].outdated, 3);
    assert.match(reportMarkdown(report), /\(3, outdated\)/);
    assert.equal(report.missing.length, 2);

    await writeKeptResults(file, [{ ...kept[0], seed: 9 }]);
    const merged = await readKeptResults(file);
    assert.equal(merged.length, 6);
    assert.equal(merged.find(({ id }) => id === kept[0].id)?.seed, 9);
    writeFileSync(file, '{"schema":"mltl.kept/1"}\n');
    await assert.rejects(readKeptResults(file), { code: "E_BAD_DATA", message: /kept\.jsonl:1/ });
  });

  it("draws curves over fractions and over blocks, on a page that asks for nothing from outside", async () => {
    const value = manifest({
      figures: [
        {
          ...{ kind: "curve", title: "Labels" },
          panels: [{ title: "points", experiment: "points", metric: "accuracy" }],
        },
        {
          ...{ kind: "freeze", title: "Blocks" },
          panels: [
            {
              ...{ title: "points", experiment: "points", metric: "accuracy", reused: [0, 2] },
              fractions: [0.5, 1],
              series: [{ name: "frozen", plans: ["scratch", "chain"] }],
            },
          ],
        },
      ],
    });
    const points = pointsPaper(value, { seeds: [1, 2], fractions: [1, 0.5] });
    await finish(points, ({ plan, fraction }) => plan === "scratch" || fraction === 1);
    const report = await reportOf(points);
    const [curve, freeze] = report.charts;
    assert.deepEqual(
      curve.panels[0].series.map(({ points: all }) => all.map(({ x, n }) => [x, n])),
      [
        [
          [0.5, 2],
          [1, 2],
        ],
        [
          [0.5, undefined],
          [1, 2],
        ],
      ],
    );
    assert.deepEqual(
      freeze.panels.map(({ title }) => title),
      ["points, 50 % of the labels", "points, 100 % of the labels"],
    );
    assert.equal(freeze.panels[1].series[0].points[1].x, 2);
    const page = reportPage(report);
    assert.doesNotMatch(page, /https?:|url\(|<script|<link|@import|src=|NaN|undefined/);
    assert.equal(page.match(/<svg class="chart lines"/g)?.length, 3);
    assert.match(page, /aria-label="Differences, Points above a curve, in percentage points"/);
    for (const name of ["section", "table", "svg", "details", "figure"]) {
      const opened = page.match(new RegExp(`<${name}[ >]`, "g"))?.length;
      assert.equal(page.match(new RegExp(`</${name}>`, "g"))?.length, opened, name);
    }
    assert.match(reportSummary(report), /^- a chain against scratch: too few seeds on all$/m);
  });
});
