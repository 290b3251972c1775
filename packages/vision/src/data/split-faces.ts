/**
 * Splits a set of faces into train, dev and test, or into folds: seeded, every class in proportion,
 * and what belongs together on one side.
 *
 * @module
 */
import { type AllottedPart, allotUnits, foldParts, MltlError, trainDevTest } from "@mltl/core";
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
  const parts = trainDevTest({ dev, test });
  const units = unitsOf(set, groupBy);
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
  const parts = foldParts(k);
  const units = unitsOf(set, groupBy);
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
}

function unitsOf(set: FaceSet, groupBy: string | undefined): Units {
  const groups = groupsOf(set, groupBy);
  const classes = set.rows.reduce((most, row) => Math.max(most, set.labels[row] + 1), 0);
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
    return unit;
  });
  return { ofRow, faces };
}

function requireUnits({ faces, ofRow }: Units, parts: readonly AllottedPart[]): void {
  const count = `${ofRow.length} face${ofRow.length === 1 ? "" : "s"}`;
  const [first] = faces;
  const classes = first?.filter((_, label) => faces.some((unit) => unit[label] > 0)).length ?? 0;
  if (classes < 2) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected faces of at least 2 classes to split, received ${count} of ${ofRow.length === 0 ? "none" : "one"}`,
    );
  }
  // Any class with one unit keeps it in train, so that a set of single faces can't fill more parts.
  if (faces.length < parts.length) {
    const grouped = faces.length < ofRow.length ? ` in ${faces.length} groups` : "";
    throw new MltlError(
      "E_BAD_DATA",
      `Expected at least ${parts.length} faces or groups for ${whatOf(parts)}, received ${count}${grouped}`,
      { hint: "Add pictures, ask for fewer parts, or group by something finer." },
    );
  }
}

/** `train, dev, test`, or `5 folds`. */
function whatOf(parts: readonly AllottedPart[]): string {
  return parts[0].name === "train"
    ? parts.map(({ name }) => name).join(", ")
    : `${parts.length} folds`;
}

/** The part of each unit, none of them empty. */
function allot(units: Units, parts: readonly AllottedPart[], seed: number): Int32Array {
  requireUnits(units, parts);
  const chosen = allotUnits(units.faces, parts, seed);
  for (const [index, { name }] of parts.entries()) {
    if (chosen.includes(index)) continue;
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
