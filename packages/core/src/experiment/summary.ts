/**
 * The figures of an experiment: mean and spread over seeds.
 *
 * @module
 */
import picomatch from "picomatch";
import { type MeanDeviation, meanDeviation } from "../metrics/mean-deviation.js";
import type { Experiment } from "./experiment.js";
import type { CellOutcome } from "./run-experiment.js";

/** One figure of a plan on some data, over the seeds that are finished. */
export interface SummaryRow extends MeanDeviation {
  readonly plan: string;
  readonly data?: string;
  readonly fraction: number;
  readonly split: string;
  readonly metric: string;
  /** The score of each seed, a fraction. */
  readonly scores: Readonly<Record<string, number>>;
}

/** A row for each plan, data, fraction, split and metric that finished cells have. */
export function summarise(
  outcomes: readonly CellOutcome[],
  { metrics, splits }: Pick<Experiment, "metrics" | "splits">,
): SummaryRow[] {
  const matches = picomatch([...splits]);
  const groups = new Map<string, Omit<SummaryRow, keyof MeanDeviation>>();
  for (const outcome of outcomes) {
    if (!("result" in outcome)) continue;
    const { plan, data, fraction, seed, resolved } = outcome.cell;
    const wanted = metrics ?? [resolved.levels[resolved.levels.length - 1].monitor];
    for (const [split, figures] of Object.entries(outcome.result.metrics)) {
      if (!matches(split)) continue;
      for (const metric of wanted.filter((name) => name in figures)) {
        const name = JSON.stringify([plan, data, fraction, split, metric]);
        const group = groups.get(name) ?? {
          ...{ plan, ...(data !== undefined && { data }), fraction, split, metric },
          scores: {},
        };
        groups.set(name, { ...group, scores: { ...group.scores, [seed]: figures[metric] } });
      }
    }
  }
  return [...groups.values()].map((group) => ({
    ...group,
    ...meanDeviation(Object.values(group.scores)),
  }));
}
