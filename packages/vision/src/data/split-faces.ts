/**
 * Splits a set of faces into train, dev and test, or into folds: seeded, every class in proportion,
 * and what belongs together on one side.
 *
 * @module
 */
import { invalidArgument, MltlError, randomStream } from "@mltl/core";
import { groupsOf } from "./face-groups.js";
import type { FaceSet } from "./face-set.js";

export interface SplitOptions {
  /** Share of the faces to choose on, 0 to below 1. */
  readonly dev: number;
  /** Share of the faces to score once, 0 to below 1. */
  readonly test: number;
  readonly seed: number;
  /** What belongs together; see {@link groupsOf}. */
  readonly groupBy?: string;
}

export interface FoldOptions {
  /** What belongs together; see {@link groupsOf}. */
  readonly groupBy?: string;
}

/**
 * Splits the rows of a set. Shares are kept for each class as nearly as whole groups allow. Of a
 * class with one group (or face), that is in train; with two or more, train has one, then dev, then
 * test, where asked for. The three share the set's arrays.
 *
 * @throws MltlError `E_BAD_DATA` where there are fewer than two classes, or too few groups to give
 *   each part one; `E_USAGE` for shares that leave nothing to train on
 */
export function splitFaces(
  set: FaceSet,
  { dev, test, seed, groupBy }: SplitOptions,
): { train: FaceSet; dev: FaceSet; test: FaceSet } {
  for (const [name, share] of Object.entries({ dev, test })) {
    if (!(share >= 0 && share < 1)) {
      throw invalidArgument(`the ${name} share`, "a number from 0 to below 1", share);
    }
  }
  if (dev + test >= 1) {
    throw invalidArgument("the shares of dev and test", "a sum below 1", dev + test);
  }
  const units = unitsOf(set, groupBy);
  const shares = { train: 1 - dev - test, dev, test };
  const parts = Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([name, share]) => ({ name, share }));
  requireUnits(units, parts.length, parts.map(({ name }) => name).join(", "));
  const chosen = allot(units, parts, seed);
  const part = (name: string): FaceSet => {
    const index = parts.findIndex((one) => one.name === name);
    return { ...set, rows: rowsWhere(set, units, (unit) => chosen[unit] === index) };
  };
  return { train: part("train"), dev: part("dev"), test: part("test") };
}

/**
 * Splits the rows of a set into `k` folds: fold `i` is tested on its own part and trained on the
 * rest. Every row is in one test part.
 *
 * @param k - from 2 to the number of groups (or faces)
 * @throws MltlError `E_BAD_DATA` where there are fewer than two classes or than `k` groups
 */
export function foldsOf(
  set: FaceSet,
  k: number,
  seed: number,
  { groupBy }: FoldOptions = {},
): { train: FaceSet; test: FaceSet }[] {
  if (!Number.isInteger(k) || k < 2) {
    throw invalidArgument("the number of folds", "a whole number of 2 or more", k);
  }
  const units = unitsOf(set, groupBy);
  requireUnits(units, k, `${k} folds`);
  const parts = Array.from({ length: k }, (_, i) => ({ name: `fold ${i + 1}`, share: 1 / k }));
  const chosen = allot(units, parts, seed);
  return parts.map((_, fold) => ({
    train: { ...set, rows: rowsWhere(set, units, (unit) => chosen[unit] !== fold) },
    test: { ...set, rows: rowsWhere(set, units, (unit) => chosen[unit] === fold) },
  }));
}

/** What goes to one side as a whole: the faces of a group, or one face. */
interface Units {
  /** Unit of each of the set's rows, in their order. */
  readonly ofRow: Int32Array;
  /** Faces of each class, by unit. */
  readonly faces: readonly Float64Array[];
  /** Faces of each class in all. */
  readonly totals: Float64Array;
}

function unitsOf(set: FaceSet, groupBy: string | undefined): Units {
  const groups = groupsOf(set, groupBy);
  const classes = set.rows.reduce((most, row) => Math.max(most, set.labels[row] + 1), 0);
  const totals = new Float64Array(classes);
  const faces: Float64Array[] = [];
  const known = new Map<string, number>();
  const ofRow = set.rows.map((row) => {
    // A face whose group isn't known stands alone.
    const group = groups?.[row] || `\0${row}`;
    const unit = known.get(group) ?? faces.length;
    if (unit === faces.length) {
      known.set(group, unit);
      faces.push(new Float64Array(classes));
    }
    faces[unit][set.labels[row]]++;
    totals[set.labels[row]]++;
    return unit;
  });
  return { ofRow, faces, totals };
}

function requireUnits({ faces, totals, ofRow }: Units, least: number, what: string): void {
  const count = `${ofRow.length} face${ofRow.length === 1 ? "" : "s"}`;
  if (totals.filter((total) => total > 0).length < 2) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected faces of at least 2 classes to split, received ${count} of ${ofRow.length === 0 ? "none" : "one"}`,
    );
  }
  // Any class with one unit keeps it in train, so that a set of single faces can't fill more parts.
  if (faces.length < least) {
    const grouped = faces.length < ofRow.length ? ` in ${faces.length} groups` : "";
    throw new MltlError(
      "E_BAD_DATA",
      `Expected at least ${least} faces or groups for ${what}, received ${count}${grouped}`,
      { hint: "Add pictures, ask for fewer parts, or group by something finer." },
    );
  }
}

interface Part {
  readonly name: string;
  readonly share: number;
}

/** The part of each unit. */
function allot(units: Units, parts: readonly Part[], seed: number): Int32Array {
  const { faces, totals } = units;
  const chosen = new Int32Array(faces.length).fill(-1);
  const held = parts.map(() => new Float64Array(totals.length));
  const order = randomStream(seed, "split").shuffle(Array.from(faces.keys()));
  const put = (unit: number, part: number) => {
    chosen[unit] = part;
    faces[unit].forEach((count, label) => {
      held[part][label] += count;
    });
  };
  /** How much further from every class's share a part gets with a unit; below 0, nearer. */
  const cost = (unit: number, part: number) =>
    faces[unit].reduce((sum, count, label) => {
      if (count === 0) return sum;
      const over = held[part][label] - totals[label] * parts[part].share;
      return sum + (count * (2 * over + count)) / totals[label];
    }, 0);
  // First one unit of each class for each part, rare classes and earlier parts before others.
  const unitsWith = Array.from(
    totals,
    (_, label) => faces.filter((face) => face[label] > 0).length,
  );
  const rareFirst = Array.from(totals.keys()).sort((a, b) => unitsWith[a] - unitsWith[b]);
  for (const part of parts.keys()) {
    const lacks = (label: number) => held[part][label] === 0;
    for (const label of rareFirst.filter(lacks)) {
      if (!lacks(label)) continue;
      const free = order.filter((unit) => chosen[unit] < 0);
      // Once it has something, dev leaves what test needs.
      if (part > 0 && held[part].some(Boolean) && free.length < parts.length - part) break;
      const fit = free.filter((unit) => faces[unit][label] > 0);
      const brings = (unit: number) =>
        faces[unit].filter((n, other) => n > 0 && lacks(other)).length;
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
  const sizes = faces.map((face) => face.reduce((sum, count) => sum + count, 0));
  const rest = order.filter((unit) => chosen[unit] < 0).sort((a, b) => sizes[b] - sizes[a]);
  for (const unit of rest)
    put(
      unit,
      least([...parts.keys()], (part) => cost(unit, part)),
    );
  for (const [index, { name }] of parts.entries()) {
    if (held[index].some((count) => count > 0)) continue;
    throw new MltlError(
      "E_BAD_DATA",
      `Expected enough faces (or groups) to give ${name} at least one, received ${units.ofRow.length} in all`,
      {
        hint: `Add pictures of every class (one that has a single picture keeps it for training), or ask for no ${name}.`,
      },
    );
  }
  return chosen;
}

function rowsWhere(
  { rows }: FaceSet,
  { ofRow }: Units,
  wanted: (unit: number) => boolean,
): Int32Array {
  return rows.filter((_, i) => wanted(ofRow[i]));
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
