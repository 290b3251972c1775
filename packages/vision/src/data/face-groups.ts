/**
 * Which faces belong together when a set is split.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "@mltl/core";
import type { FaceSet } from "./face-set.js";

/**
 * The group of each face of a set, by face number; undefined where every face stands alone.
 *
 * @param groupBy - the name of something known of each face (`subject`, `sequence`, a column of its
 *   CSV), else a regular expression whose first capture in the name of the face's file is its group
 *   (in its whole path, where the expression has a `/`). Default: the set's own groups, if it has any
 * @throws MltlError `E_BAD_DATA` for an expression that finds no group in some name, `E_USAGE` for what
 *   is neither a name nor an expression with a capture
 */
export function groupsOf(set: FaceSet, groupBy?: string): readonly string[] | undefined {
  if (groupBy === undefined) return set.groups;
  const known = Object.hasOwn(set.columns ?? {}, groupBy) ? set.columns?.[groupBy] : undefined;
  return known ?? groupsByPattern(set, groupBy);
}

/** {@link groupsOf}; none where `groupBy` finds none: what holds for the set that was split doesn't have to for another. */
export function groupsIn(set: FaceSet, groupBy?: string): readonly string[] | undefined {
  try {
    return groupsOf(set, groupBy);
  } catch {
    return undefined;
  }
}

function groupsByPattern(set: FaceSet, groupBy: string): string[] {
  const { sources } = set;
  const pattern = patternOf(groupBy);
  if (!pattern) {
    const names = Object.keys(set.columns ?? {});
    const known = names.length > 0 ? names.join(", ") : "none";
    throw new MltlError(
      "E_USAGE",
      `Expected what is known of the faces (${known}), or a regular expression with a capture, to group by; received '${groupBy}'`,
      { hint: "For S010_004_17.png of subject S010, group by '^(S[0-9]+)_'." },
    );
  }
  if (!sources) {
    throw new MltlError(
      "E_USAGE",
      `Expected faces with names to group by '${groupBy}', received a set whose faces have none`,
    );
  }
  const groups = sources.map((source) => {
    const name = groupBy.includes("/") ? source : path.posix.basename(source);
    return pattern.exec(name)?.[1];
  });
  const without = set.rows.filter((row) => groups[row] === undefined);
  if (without.length > 0) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected '${groupBy}' to find a group in every name, received ${sources[without[0]]} (${without.length} of ${set.rows.length} have none)`,
    );
  }
  return groups.map((group) => group ?? "");
}

function patternOf(text: string): RegExp | undefined {
  try {
    const pattern = new RegExp(text, "u");
    const captures = new RegExp(`${text}|`, "u").exec("")?.length ?? 1;
    return captures > 1 ? pattern : undefined;
  } catch {
    return undefined;
  }
}
