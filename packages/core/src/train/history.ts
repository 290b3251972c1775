/**
 * The history of a run as JSON Lines: every epoch, and steps at an interval.
 *
 * @module
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Level } from "../plan/plan.js";
import { topRate } from "../plan/rate.js";
import type { HistoryEntry } from "./checkpoint.js";
import type { StepEvent, TrainingEvents } from "./trainer.js";

/** A line of a history. `steps` counts from the beginning of the level. */
export type HistoryLine = EpochLine | StepLine;

/** An evaluated epoch; `rate` is that of the fastest block at its last step. */
export interface EpochLine extends HistoryEntry {
  readonly kind: "epoch";
  readonly level: string;
  /** Whether it was the best so far. */
  readonly best: boolean;
}

/** A step that was taken; loss and norm are its own. */
export interface StepLine
  extends Pick<StepEvent, "stage" | "objective" | "loss" | "rate" | "norm"> {
  readonly kind: "step";
  readonly level: string;
  readonly steps: number;
}

/** Shows a history elsewhere. */
export interface HistoryView {
  /** Begins anew with these lines: the history so far. */
  restart(lines: readonly HistoryLine[], levels: readonly string[]): void;
  add(line: HistoryLine): void;
  close(): void;
}

export interface HistoryOptions {
  /** Written line by line; a run that is resumed goes on in it. */
  readonly file: string;
  /** The plan's, in order. */
  readonly levels: readonly Level[];
  /** Steps between step lines; 0 for none. Default: 50. */
  readonly everySteps?: number;
  readonly view?: HistoryView;
}

/** Listens to a run and writes its history. */
export interface History extends Required<Omit<TrainingEvents, "signal">> {
  onLevel(level: Level): void;
  close(): void;
}

/**
 * Begins to write a history. What a killed run wrote after its last checkpoint is taken out when
 * the run is resumed, so that no epoch stands there twice.
 */
export function createHistory({ file, levels, everySteps = 50, view }: HistoryOptions): History {
  let level = levels[0];
  let begun = false;

  const begin = (steps: number) => {
    const earlier = new Set(levels.slice(0, levels.indexOf(level)).map(({ name }) => name));
    const kept = readHistory(file).filter(
      (line) => earlier.has(line.level) || (line.level === level.name && line.steps <= steps),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, kept.map(textOf).join(""));
    renameSync(`${file}.part`, file);
    view?.restart(
      kept,
      levels.map(({ name }) => name),
    );
    begun = true;
  };
  const add = (line: HistoryLine) => {
    if (!begun) begin(0);
    appendFileSync(file, textOf(line));
    view?.add(line);
  };
  const rateIn = (name: string, factor: number) => {
    const stage = level.stages.find((candidate) => candidate.name === name);
    return stage === undefined ? factor : factor * topRate(stage.rate);
  };

  return {
    onLevel(next) {
      level = levels.find(({ name }) => name === next.name) ?? next;
      begun = false;
    },
    onResume: ({ steps }) => begin(steps),
    onStep({ stage, objective, total, loss, rate, norm }) {
      if (everySteps === 0 || total % everySteps !== 0) return;
      add({
        kind: "step",
        level: level.name,
        stage,
        objective,
        steps: total,
        loss,
        rate: rateIn(stage, rate),
        norm,
      });
    },
    onEpoch(entry) {
      add({ kind: "epoch", level: level.name, ...entry, rate: rateIn(entry.stage, entry.rate) });
    },
    close: () => view?.close(),
  };
}

/** The lines of a history, none where there is no file; a line that a kill cut off is left out. */
export function readHistory(file: string): HistoryLine[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as HistoryLine);
}

function textOf(line: HistoryLine): string {
  return `${JSON.stringify(line)}\n`;
}
