/**
 * Part of a training set, for learning curves and for what few faces teach.
 *
 * @module
 */
import { nestedSubset, randomStream } from "@mltl/core";
import type { FaceSet } from "../data/face-set.js";

/** How much of a set is wanted. */
export interface FaceChoice {
  /** Share of the faces of each class, above 0, at most 1. */
  readonly fraction: number;
  /** Faces of each class, all where a class has fewer. Default: all. */
  readonly perClass?: number;
  /** Faces in all, each class in proportion; all where there are fewer. Default: all. */
  readonly rows?: number;
}

/**
 * The set with fewer rows. Of one seed, a smaller choice is part of a larger one. Faces of each
 * class are taken from as many groups as there are before any gives a second one.
 */
export function chooseFaces(set: FaceSet, choice: FaceChoice, seed: number): FaceSet {
  const { rows, labels } = set;
  const most = Math.min(choice.fraction, (choice.rows ?? rows.length) / rows.length);
  const share = nestedSubset(rows.length, most, seed, (i) => labels[rows[i]]);
  const chosen = Int32Array.from(share, (i) => rows[i]);
  const { perClass } = choice;
  return {
    ...set,
    rows: perClass === undefined ? chosen : firstOfEach(set, chosen, perClass, seed),
  };
}

function firstOfEach(
  { labels, groups }: FaceSet,
  rows: Int32Array,
  perClass: number,
  seed: number,
): Int32Array {
  const turns = new Map<string, number>();
  const dealt = [...randomStream(seed, "per-class").shuffle(rows.slice())].map((row) => {
    const group = `${labels[row]} ${groups?.[row] || `\0${row}`}`;
    const turn = turns.get(group) ?? 0;
    turns.set(group, turn + 1);
    return { row, turn };
  });
  const taken = new Map<number, number>();
  const first = dealt
    .sort((a, b) => a.turn - b.turn)
    .filter(({ row }) => {
      const count = (taken.get(labels[row]) ?? 0) + 1;
      taken.set(labels[row], count);
      return count <= perClass;
    });
  return Int32Array.from(first, ({ row }) => row).sort();
}
