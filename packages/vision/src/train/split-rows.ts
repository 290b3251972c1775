/**
 * A split as people read it: how many faces of each class, and which.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { groupsIn } from "../data/face-groups.js";
import type { FaceSet } from "../data/face-set.js";
import type { LevelFaces } from "./level-faces.js";

/** A face and the part of the data that it is in. */
export interface SplitRow {
  /** Its file where it has one, else its number in its split. */
  readonly path: string;
  readonly label: string;
  readonly split: string;
  /** What it shares with faces on the same side; empty where it stands alone. */
  readonly group: string;
}

/** Faces and groups of each class in one part. */
export interface SplitCount {
  readonly split: string;
  readonly faces: number;
  /** Groups, where faces are in groups. */
  readonly groups?: number;
  readonly byLabel: Readonly<Record<string, number>>;
}

/** Train, dev and tests, in this order, by name. */
function partsOf({ train, dev, tests }: LevelFaces): [string, FaceSet][] {
  return [["train", train], ["dev", dev], ...Object.entries(tests)];
}

/** The counts of every part. */
export function splitCounts(faces: LevelFaces, groupBy?: string): SplitCount[] {
  return partsOf(faces).map(([split, set]) => {
    const groups = groupsIn(set, groupBy);
    const labels = faces.data.labels.map((label, i): [string, number] => [
      label,
      set.rows.filter((row) => set.labels[row] === i).length,
    ]);
    return {
      split,
      faces: set.rows.length,
      ...(groups && { groups: new Set(Array.from(set.rows, (row) => groups[row])).size }),
      byLabel: Object.fromEntries(labels),
    };
  });
}

/**
 * A row for each face, part by part.
 *
 * @param place - the set's path, which its faces' names begin at; none for a set with a manifest
 */
export async function splitRows(
  faces: LevelFaces,
  { place, groupBy }: { readonly place?: string; readonly groupBy?: string },
): Promise<SplitRow[]> {
  const root = place === undefined ? undefined : await folderOf(place);
  return partsOf(faces).flatMap(([split, set]) => {
    const groups = groupsIn(set, groupBy);
    return Array.from(set.rows, (row) => {
      const source = set.sources?.[row];
      const name = source === undefined ? String(row) : path.join(root ?? "", source);
      return {
        path: name,
        label: faces.data.labels[set.labels[row]],
        split,
        group: groups?.[row] ?? "",
      };
    });
  });
}

async function folderOf(place: string): Promise<string> {
  const facts = await stat(place);
  return facts.isDirectory() ? place : path.dirname(place);
}
