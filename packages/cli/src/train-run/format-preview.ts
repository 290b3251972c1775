/**
 * What a plan would do, for people.
 *
 * @module
 */
import {
  duration,
  formatReuseReport,
  formatTable,
  type LevelPreview,
  type PlanPreview,
  printable,
  type StagePreview,
  type TableOptions,
} from "@mltl/core";

/** Levels one after another: what they begin with, their blocks' rates, their stages. */
export function formatPreview(
  { name, seed, levels, seconds }: PlanPreview,
  options: TableOptions = {},
): string {
  const parts = levels.map((level, i) => levelText(level, i, levels.length, options));
  const last = `${printable(name)}, seed ${seed}: about ${duration(seconds)} in all\n`;
  return [...parts, last].join("\n");
}

function levelText(level: LevelPreview, i: number, count: number, options: TableOptions): string {
  const { name, task, architecture, objectives, reuse, notices = [], stages } = level;
  const batches = objectives
    .map(({ name, unit, stepsPerEpoch }) => {
      const of = objectives.length === 1 ? "" : ` for ${name}`;
      return `${thousands(stepsPerEpoch)} batches of ${unit}${of}`;
    })
    .join(", ");
  const head = [
    `level ${i + 1} of ${count}: ${name}, ${task}, ${architecture}`,
    `an epoch has ${batches}`,
    ...notices.map((notice) => `note: ${notice}`),
    `begins ${reuse ? `with the weights of ${reuse.source}` : "from scratch"}`,
  ];
  return [
    `${head.map(printable).join("\n")}\n`,
    ...(reuse ? [formatReuseReport(reuse, options)] : []),
    blockTable(stages, options),
    stageTable(stages, options),
  ].join("\n");
}

/** A row for each block, a column for each stage. */
function blockTable(stages: readonly StagePreview[], options: TableOptions): string {
  const columns = [
    { name: "block" },
    { name: "numbers", align: "right" as const },
    ...stages.map(({ name }) => ({ name: `rate in ${name}`, align: "right" as const })),
  ];
  const rows = stages[0].blocks.map(({ block, numbers }, i) => [
    printable(block),
    thousands(numbers),
    ...stages.map(({ blocks }) => {
      const { rate } = blocks[i];
      return rate === undefined ? "frozen" : String(Number(rate.toPrecision(3)));
    }),
  ]);
  return formatTable(columns, rows, options);
}

function stageTable(stages: readonly StagePreview[], options: TableOptions): string {
  const columns = [
    { name: "stage" },
    { name: "epochs", align: "right" as const },
    { name: "steps", align: "right" as const },
    { name: "schedule" },
    { name: "optimizer" },
    { name: "time", align: "right" as const },
    { name: "learns", cut: "end" as const },
  ];
  const rows = stages.map((stage) => [
    printable(stage.name),
    thousands(stage.epochs),
    thousands(stage.steps),
    stage.schedule.name,
    stage.optimizer.name,
    duration(stage.seconds),
    trainableShare(stage),
  ]);
  return formatTable(columns, rows, options);
}

/** `trainable 0.31 M of 4.92 M, 6.3 %` */
function trainableShare({ trainable, numbers }: StagePreview): string {
  const share = (100 * trainable) / numbers;
  return `trainable ${millions(trainable)} of ${millions(numbers)}, ${share.toFixed(1)} %`;
}

function millions(count: number): string {
  return count < 10_000 ? thousands(count) : `${(count / 1e6).toFixed(2)} M`;
}

function thousands(count: number): string {
  return count.toLocaleString("en");
}
