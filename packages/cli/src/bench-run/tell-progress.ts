/**
 * What a run of experiments says on standard error.
 *
 * @module
 */
import type { Cell, CellResult, Failure, LevelEnding, LevelNews, QueuedLevel } from "@mltl/core";
import type { TimeLeft } from "./time-left.js";

/** Milliseconds between lines about epochs. */
const EPOCHS_EVERY = 5000;

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Lines about levels and cells as they come. */
export function createTeller(
  cells: number,
  left: TimeLeft,
  { duration, formatFigure }: Pick<typeof import("@mltl/core"), "duration" | "formatFigure">,
) {
  const began = new Map<string, number>();
  let finished = 0;
  let told = 0;
  const nameOf = ({ cell, index }: QueuedLevel) => `${cell.id} ${cell.resolved.levels[index].name}`;
  return {
    onStart(level: QueuedLevel) {
      began.set(level.key, performance.now());
      const { trainings, seconds } = left.now();
      const words = seconds === undefined ? "" : `, about ${duration(seconds)}`;
      say(
        `${nameOf(level)}: begins; ${trainings} training${trainings === 1 ? "" : "s"} left${words}`,
      );
    },
    onNews(level: QueuedLevel, news: LevelNews) {
      if (news.kind === "waiting") say(`${nameOf(level)}: waits for process ${news.holder}`);
      else if (news.kind === "resumed") say(`${nameOf(level)}: goes on after step ${news.steps}`);
      else if (performance.now() - told > EPOCHS_EVERY) {
        told = performance.now();
        const { stage, epoch, loss, metrics, best } = news.entry;
        const { monitor } = level.cell.resolved.levels[level.index];
        const figures = `loss ${loss.toFixed(4)}, dev ${monitor} ${formatFigure(monitor, metrics[monitor])}`;
        say(`${nameOf(level)}: ${stage} ${epoch + 1}: ${figures}${best ? " *" : ""}`);
      }
    },
    onEnd(level: QueuedLevel, ending: LevelEnding) {
      if (ending.kind !== "stopped") {
        left.ended(level.key, (performance.now() - (began.get(level.key) ?? 0)) / 1000);
      }
      if (ending.kind === "failed") say(`${nameOf(level)}: failed: ${ending.failure.message}`);
      if (ending.kind === "stopped") say(`${nameOf(level)}: stopped`);
    },
    onResult({ id, cost }: CellResult) {
      finished++;
      say(`${id}: finished, ${finished} of ${cells}, ${duration(cost.seconds)} in all its levels`);
    },
    onAnswer: ({ id }: Cell) => say(`${id}: its answers are missing, and its model is asked`),
    onUnanswered: ({ id }: Cell, { message }: Failure) => say(`${id}: no answers: ${message}`),
  };
}

export function percent(fraction: number, digits = 1): string {
  return (100 * fraction).toFixed(digits);
}
