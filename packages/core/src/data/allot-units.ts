/**
 * Deals out items to parts by shares: seeded, every class in proportion, and what belongs together
 * in one part (a greedy form of the iterative stratification of Sechidis et al. 2011).
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { randomStream } from "../random/random.js";

/** A part and the share of the items that it is to get, 0 to 1. */
export interface AllottedPart {
  readonly name: string;
  readonly share: number;
}

/**
 * Train, dev and test, as far as they are to have anything.
 *
 * @throws MltlError `E_USAGE` for shares that are none, or leave nothing to train on
 */
export function trainDevTest(shares: {
  readonly dev: number;
  readonly test: number;
}): AllottedPart[] {
  const { dev, test } = shares;
  for (const [name, share] of Object.entries({ dev, test })) {
    if (!(share >= 0 && share < 1)) {
      throw invalidArgument(`the ${name} share`, "a number from 0 to below 1", share);
    }
  }
  if (dev + test >= 1) {
    throw invalidArgument("the shares of dev and test", "a sum below 1", dev + test);
  }
  return Object.entries({ train: 1 - dev - test, dev, test })
    .filter(([, share]) => share > 0)
    .map(([name, share]) => ({ name, share }));
}

/**
 * So many equal parts.
 *
 * @throws MltlError `E_USAGE` for fewer than 2
 */
export function foldParts(k: number): AllottedPart[] {
  if (!Number.isInteger(k) || k < 2) {
    throw invalidArgument("the number of folds", "a whole number of 2 or more", k);
  }
  return Array.from({ length: k }, (_, i) => ({ name: `fold ${i + 1}`, share: 1 / k }));
}

/**
 * The part of each unit. Shares are kept for each class as nearly as whole units allow. Of a class
 * that one unit has, that is in the first part; the second part, then the third, have one of it
 * where there are more. A part can stay empty where there are too few units.
 *
 * @param units - for each unit (what goes to one part as a whole) how much of each class it holds
 * @param parts - in order of what matters most; shares sum to 1
 */
export function allotUnits(
  units: readonly Float64Array[],
  parts: readonly AllottedPart[],
  seed: number,
): Int32Array {
  const totals = totalsOf(units);
  const chosen = new Int32Array(units.length).fill(-1);
  const held = parts.map(() => new Float64Array(totals.length));
  const order = randomStream(seed, "split").shuffle(Array.from(units.keys()));
  const put = (unit: number, part: number) => {
    chosen[unit] = part;
    units[unit].forEach((count, label) => {
      held[part][label] += count;
    });
  };
  /** How much further from every class's share a part gets with a unit; below 0, nearer. */
  const cost = (unit: number, part: number) =>
    units[unit].reduce((sum, count, label) => {
      if (count === 0) return sum;
      const over = held[part][label] - totals[label] * parts[part].share;
      return sum + (count * (2 * over + count)) / totals[label];
    }, 0);
  // First one unit of each class for each part, rare classes and earlier parts before others.
  const unitsWith = Array.from(
    totals,
    (_, label) => units.filter((unit) => unit[label] > 0).length,
  );
  const rareFirst = Array.from(totals.keys()).sort((a, b) => unitsWith[a] - unitsWith[b]);
  for (const part of parts.keys()) {
    const lacks = (label: number) => held[part][label] === 0;
    for (const label of rareFirst.filter(lacks)) {
      if (!lacks(label)) continue;
      const free = order.filter((unit) => chosen[unit] < 0);
      // Once it has something, dev leaves what test needs.
      if (part > 0 && held[part].some(Boolean) && free.length < parts.length - part) break;
      const fit = free.filter((unit) => units[unit][label] > 0);
      const brings = (unit: number) =>
        units[unit].filter((n, other) => n > 0 && lacks(other)).length;
      const most = fit.reduce((best, unit) => Math.max(best, brings(unit)), 0);
      const best = fit.filter((unit) => brings(unit) === most);
      if (best.length > 0)
        put(
          least(best, (unit) => cost(unit, part)),
          part,
        );
    }
  }
  // Then the rest, large groups first while there is room for them.
  const sizes = units.map((unit) => unit.reduce((sum, count) => sum + count, 0));
  const rest = order.filter((unit) => chosen[unit] < 0).sort((a, b) => sizes[b] - sizes[a]);
  for (const unit of rest)
    put(
      unit,
      least([...parts.keys()], (part) => cost(unit, part)),
    );
  return chosen;
}

/** How much of each class there is in all. */
function totalsOf(units: readonly Float64Array[]): Float64Array {
  const totals = new Float64Array(units[0]?.length ?? 0);
  for (const unit of units) {
    unit.forEach((count, label) => {
      totals[label] += count;
    });
  }
  return totals;
}

/** The item of least cost, the first of several. */
function least(items: readonly number[], costOf: (item: number) => number): number {
  let best = items[0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const cost = costOf(item);
    if (cost < lowest - 1e-9) {
      best = item;
      lowest = cost;
    }
  }
  return best;
}
