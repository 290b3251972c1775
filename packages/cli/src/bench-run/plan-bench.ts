/**
 * `mltl bench plan`: what is there, what is missing, how long it will take.
 *
 * @module
 */
import type { PlannedLevel } from "@mltl/core";
import { interruptSignal } from "../interrupt.js";
import { type ListFormat, printList } from "../print-list.js";
import { type ExperimentFlags, openExperiment } from "./open-experiment.js";

export interface BenchPlanFlags extends ExperimentFlags {
  pilot: boolean;
  format: ListFormat;
}

export async function planBench(file: string, flags: BenchPlanFlags): Promise<void> {
  const { duration, planExperiment, secondsMissing } = await import("@mltl/core");
  const { cells, all, places } = await openExperiment(file, flags);
  const planned = await planExperiment(cells, all, {
    ...places,
    pilots: flags.pilot,
    signal: interruptSignal(),
    onPilot: ({ id }, level) => process.stderr.write(`timing a few steps of ${id} ${level}\n`),
    onPilotFailed: ({ id }, level, { message, hint }) =>
      process.stderr.write(
        `cannot time ${id} ${level}: ${message}${hint === undefined ? "" : ` (${hint})`}\n`,
      ),
  });
  const rows = planned.map((one) => ({
    ...{ cell: one.cell.id, key: one.cell.key, status: one.status },
    levels: one.levels.map(({ name, key, status, seconds, basis }) => ({
      ...{ name, key, status, seconds, basis },
    })),
  }));
  await printList(flags.format, rows, [
    { name: "cell", value: ({ cell }) => cell },
    { name: "status", value: ({ status }) => status },
    { name: "levels", value: ({ levels }) => levels.map(shown).join(", ") },
    { name: "time left", align: "right", value: ({ levels }) => timeLeft(levels, duration) },
  ]);
  const { seconds, unknown } = secondsMissing(planned);
  const missing = planned.filter(({ status }) => status !== "cached").length;
  const parts = [
    `missing: ${missing} of ${planned.length} cells`,
    ...(seconds > 0 ? [`about ${duration(seconds)} one after another`] : []),
    ...(unknown > 0 ? [`and ${unknown} levels of unknown length`] : []),
  ];
  process.stderr.write(`${parts.join(", ")}\n`);
}

type Shown = Pick<PlannedLevel, "name" | "status" | "seconds">;

function shown({ name, status }: Shown): string {
  return status === "missing" ? name : `${name} (${status})`;
}

/** `?` where that isn't known of a level. */
function timeLeft(levels: readonly Shown[], duration: (seconds: number) => string): string {
  const left = levels.filter(({ status }) => status !== "cached");
  if (left.length === 0) return "";
  if (left.some(({ seconds }) => seconds === undefined)) return "?";
  return duration(left.reduce((sum, { seconds = 0 }) => sum + seconds, 0));
}
