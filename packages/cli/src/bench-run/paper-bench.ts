/**
 * `mltl bench paper`: runs what a paper's manifest names, then writes and prints its report.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import path from "node:path";
import { interruptSignal } from "../interrupt.js";
import { taskModules } from "../load-tasks.js";
import { keptResultsFile, paperFile } from "./papers.js";
import { sayOutcome } from "./run-bench.js";
import { createTeller } from "./tell-progress.js";
import { TimeLeft } from "./time-left.js";
import { bookOf, mostInformativeFirst, paperCells, writeReport } from "./write-report.js";

export interface BenchPaperFlags {
  system: number;
  file?: string;
  quick?: boolean;
  maxTime?: number;
  /** Default: one; for small slices, which gain nothing by several threads, one a core. */
  jobs?: number;
  cache: string;
  dataRoot?: string;
  out?: string;
  json?: boolean;
  record?: boolean;
}

export async function paperBench(flags: BenchPaperFlags): Promise<void> {
  const { cache, maxTime, quick = false, json, record } = flags;
  const { jobs = quick ? availableParallelism() : 1 } = flags;
  const core = await import("@mltl/core");
  const file = flags.file ?? paperFile(flags.system);
  const paper = await core.openPaper(file, { quick });
  const known = await paperCells(paper);
  const cells = mostInformativeFirst(known.experiments);
  const places = {
    cache,
    dataRoot: core.dataRoot(flags.dataRoot),
    modules: taskModules(known.tasks),
  };
  const planned = (
    await Promise.all(
      known.experiments.map((one) =>
        core.planExperiment(one.cells, one.cells, { ...places, pilots: false }),
      ),
    )
  ).flat();
  const tell = createTeller(cells.length, new TimeLeft(planned, jobs), core);
  const began = performance.now();
  const outcomes = await core.runExperiment(cells, {
    ...places,
    jobs,
    maxSeconds: maxTime,
    signal: interruptSignal(),
    ...tell,
  });
  const system = paper.system as number;
  const out =
    flags.out ??
    path.join(path.dirname(cache), "paper", `system-${system}${quick ? "-quick" : ""}`);
  const results = keptResultsFile(file, system);
  const book = await bookOf(known, { cache, results }, core.metricsOf(paper));
  await writeReport(file, paper, book, { cache, out, json, record });
  sayOutcome(outcomes, core.duration((performance.now() - began) / 1000));
  if (outcomes.some(({ status }) => status === "failed")) process.exitCode = 1;
}
