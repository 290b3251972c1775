/**
 * The cells of an experiment: plan x data x fraction x seed.
 *
 * @module
 */
import picomatch from "picomatch";
import { MltlError } from "../errors.js";
import { canonicalHash } from "../io/canonical-hash.js";
import { didYouMean } from "../nearest-name.js";
import type { Plan } from "../plan/plan.js";
import type { Experiment, Variant } from "./experiment.js";
import { type DataHashes, type KeyedLevel, keyedLevels } from "./level-key.js";

/** One training of an experiment. */
export interface Cell {
  /** `plan/fraction=1/seed=1`, with the data's name after the plan's where there is one. */
  readonly id: string;
  readonly plan: string;
  readonly data?: string;
  /** Of the last level's training data. */
  readonly fraction: number;
  readonly seed: number;
  /** The plan with everything set. */
  readonly resolved: Plan;
  readonly levels: readonly KeyedLevel[];
  /** Same key, same result: the hash of the levels' keys. */
  readonly key: string;
}

/**
 * All cells, seed by seed, so that a run that is stopped leaves whole seeds to compare.
 *
 * @throws MltlError `E_BAD_PLAN` for a task that isn't registered
 */
export async function experimentCells(
  { variants, fractions, seeds }: Pick<Experiment, "variants" | "fractions" | "seeds">,
  dataHashes: DataHashes,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const seed of seeds) {
    for (const variant of variants) {
      for (const fraction of fractions) {
        cells.push(await cellOf(variant, fraction, seed, dataHashes));
      }
    }
  }
  return cells;
}

async function cellOf(
  { plan, data, resolved }: Variant,
  fraction: number,
  seed: number,
  dataHashes: DataHashes,
): Promise<Cell> {
  const own = { ...withFraction(resolved, fraction), seed };
  const levels = await keyedLevels(own, seed, dataHashes);
  const names = data === undefined ? [plan] : [plan, data];
  return {
    id: [...names, `fraction=${fraction}`, `seed=${seed}`].join("/"),
    plan,
    ...(data !== undefined && { data }),
    fraction,
    seed,
    resolved: own,
    levels,
    key: canonicalHash(levels.map(({ key }) => key)),
  };
}

/** A whole set is what a level without the field takes, so that both are one cell. */
function withFraction(plan: Plan, fraction: number): Plan {
  if (fraction === 1) return plan;
  const last = plan.levels.length - 1;
  const levels = plan.levels.map((level, i) =>
    i === last ? { ...level, data: { ...level.data, fraction } } : level,
  );
  return { ...plan, levels };
}

/** The first `count` seeds; where there are fewer, the whole numbers above the greatest follow. */
export function seedsFor(seeds: readonly number[], count: number): number[] {
  const greatest = Math.max(...seeds);
  const more = Math.max(0, count - seeds.length);
  return [...seeds, ...Array.from({ length: more }, (_, i) => greatest + 1 + i)].slice(0, count);
}

/**
 * The cells whose name a glob matches; a star also stands for slashes.
 *
 * @throws MltlError `E_USAGE` when none does
 */
export function selectCells(cells: readonly Cell[], glob: string): Cell[] {
  const matches = picomatch(glob, { bash: true });
  const selected = cells.filter(({ id }) => matches(id));
  if (selected.length > 0) return selected;
  const ids = cells.map(({ id }) => id);
  throw new MltlError(
    "E_USAGE",
    `Expected a glob over the names of cells for --only, received '${glob}', which matches none${didYouMean(glob, ids)}`,
    { hint: `Cells are named like ${ids[0]}.` },
  );
}
