/**
 * The scores of one place of a table, seed by seed, with the counts of their test items.
 *
 * @module
 */
import type { Cell } from "../experiment/cells.js";
import type { CountRows, Statistic } from "../metrics/count-rows.js";
import { taskKind } from "../train/task.js";
import { type ItemCounts, type KeptResult, unitCounts } from "./kept-result.js";
import type { ResultBook } from "./result-book.js";
import type { TablePlace } from "./table-place.js";

/** One seed: every part of the place, such as its folds, in order. */
export interface SeedScore {
  readonly seed: number;
  /** The mean over the parts. */
  readonly score: number;
  readonly results: readonly KeptResult[];
}

/** What is there of a place. */
export interface PlaceScores {
  readonly place: TablePlace;
  readonly seeds: readonly SeedScore[];
  /** How many seeds there are to be. */
  readonly planned: number;
  readonly missing: readonly Cell[];
  /** Results that plan, data or versions have changed since. */
  readonly outdated: number;
}

/** Looks up a place's cells; a seed counts where every part of it is there. */
export function scoresOf(book: ResultBook, place: TablePlace): PlaceScores {
  const { of, plan, data, fraction, split, metric } = place;
  const own = book.cellsOf(of);
  const seeds: SeedScore[] = [];
  const missing: Cell[] = [];
  let outdated = 0;
  const planned = new Set(own.cells.map((cell) => cell.seed));
  for (const seed of planned) {
    const results: KeptResult[] = [];
    const wanted = data.flatMap((part) =>
      own.cells.filter(
        (cell) =>
          cell.seed === seed &&
          cell.plan === plan &&
          cell.data === part &&
          cell.fraction === fraction,
      ),
    );
    for (const cell of wanted) {
      const booked = book.get(own, cell.id);
      if (booked?.result.metrics[split]?.[metric] === undefined) missing.push(cell);
      else {
        results.push(booked.result);
        if (booked.outdated) outdated++;
      }
    }
    if (results.length < data.length) continue;
    const scores = results.map(({ metrics }) => metrics[split][metric]);
    const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    seeds.push({ seed, score, results });
  }
  return { place, seeds, planned: planned.size, missing, outdated };
}

/** Counts of a place's test items: [parts][seeds][units][width], and how they are scored. */
export interface PlaceItems {
  readonly groups: readonly (readonly CountRows[])[];
  readonly score: Statistic;
  readonly units: ItemCounts["units"];
  readonly count: number;
  /** What is right, part by part. */
  readonly gold: readonly string[];
}

/** The counts of these seeds; undefined where one of them has none, or of other items, or of one unit alone. */
export function itemsOf(
  { split, metric }: Pick<TablePlace, "split" | "metric">,
  seeds: readonly SeedScore[],
): PlaceItems | undefined {
  if (seeds.length === 0) return undefined;
  const [{ results: first }] = seeds;
  const score = taskKind(first[0].task).itemScore?.(metric)?.score;
  const firsts = first.map(({ items }) => items[split]?.[metric]);
  const groups: CountRows[][] = [];
  for (const [part, own] of firsts.entries()) {
    const counts = seeds.map(({ results }) => results[part].items[split]?.[metric]);
    if (!own || counts.some((one) => one?.gold !== own.gold)) return undefined;
    groups.push(counts.map((one) => unitCounts(one as ItemCounts)));
  }
  const parts = firsts as ItemCounts[];
  const units = parts.reduce((sum, { count }) => sum + count, 0);
  if (!score || units < 2) return undefined;
  return {
    ...{ groups, score, units: parts[0].units, gold: parts.map(({ gold }) => gold) },
    count: units,
  };
}
