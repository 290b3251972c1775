/**
 * Splits a set of faces by the names of groups: one person's faces for the test, another's to choose
 * on, those of all others to learn from.
 *
 * @module
 */
import { didYouMean, MltlError } from "@mltl/core";
import { z } from "zod";
import { groupsOf } from "./face-groups.js";
import type { FaceSet } from "./face-set.js";

const namesSchema = z.array(z.string().min(1)).min(1);

/** What a level's `data.heldOut` may say: groups by what their faces are for. */
export const heldOutSchema = z
  .strictObject({ dev: namesSchema, test: namesSchema })
  .refine(({ dev, test }) => !dev.some((name) => test.includes(name)), {
    message: "expected no group in both dev and test",
  });

export type HeldOut = z.infer<typeof heldOutSchema>;

/**
 * Splits the rows of a set by the groups that are named; faces of no known group are learned from.
 *
 * @param groupBy - what the groups are; see {@link groupsOf}
 * @throws MltlError `E_BAD_PLAN` for a set without groups, or a group that it doesn't have
 */
export function holdOut(
  set: FaceSet,
  { dev, test }: HeldOut,
  groupBy?: string,
): { train: FaceSet; dev: FaceSet; test: FaceSet } {
  const groups = groupsOf(set, groupBy);
  const known = new Set(Array.from(set.rows, (row) => groups?.[row] ?? "").filter(Boolean));
  const unknown = [...dev, ...test].find((name) => !known.has(name));
  if (unknown !== undefined) {
    const names = [...known].sort();
    const there = names.slice(0, 20).join(", ") || "none";
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected groups of the set to hold out, received '${unknown}'${didYouMean(unknown, names) || "."} Groups: ${there}${names.length > 20 ? ", ..." : ""}`,
    );
  }
  const rowsOf = (wanted: (group: string) => boolean): FaceSet => ({
    ...set,
    rows: set.rows.filter((row) => wanted(groups?.[row] ?? "")),
  });
  return {
    train: rowsOf((group) => !dev.includes(group) && !test.includes(group)),
    dev: rowsOf((group) => dev.includes(group)),
    test: rowsOf((group) => test.includes(group)),
  };
}
