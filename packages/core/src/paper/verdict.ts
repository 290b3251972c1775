/**
 * What figures allow to be said, by rule.
 *
 * @module
 */
import type { Bounds } from "../metrics/seed-interval.js";
import type { VerdictRule } from "./manifest.js";

/** Of one row against another. */
export type Verdict =
  | "better"
  | "worse"
  | "not told apart"
  /** Fewer seeds than the rule asks for. */
  | "too few seeds"
  /** There are no answers to each item, or not to the same items. */
  | "not tested"
  | "missing";

/** What a comparison came to. */
export interface Evidence {
  /** Mean over seeds of the first less the second. */
  readonly difference: number;
  readonly seeds: number;
  /** Interval of the difference over seeds, and over test items. */
  readonly overSeeds?: Bounds;
  readonly overItems?: Bounds;
  /** Holm's. */
  readonly adjustedP?: number;
}

/**
 * `better` or `worse` only where both intervals leave 0 and Holm's p is below alpha: neither other
 * seeds nor other test items would turn it round.
 */
export function verdictOf(evidence: Evidence | undefined, rule: VerdictRule): Verdict {
  if (!evidence || evidence.seeds === 0) return "missing";
  const { difference, seeds, overSeeds, overItems, adjustedP } = evidence;
  if (seeds < rule.seeds || !overSeeds) return "too few seeds";
  if (!overItems || adjustedP === undefined) return "not tested";
  const decided = leavesZero(overSeeds) && leavesZero(overItems) && adjustedP < rule.alpha;
  if (!decided) return "not told apart";
  return difference > 0 ? "better" : "worse";
}

function leavesZero({ lower, upper }: Bounds): boolean {
  return lower > 0 || upper < 0;
}

/** Of our figure beside the published one, on the same data. */
export type PublishedVerdict =
  | "reproduced"
  | "higher"
  | "lower"
  | "too few seeds"
  | "not known"
  | "missing";

/** `reproduced` where the published value lies in our interval over seeds. */
export function publishedVerdict(
  published: number | undefined,
  ours: { readonly n: number; readonly overSeeds?: Bounds } | undefined,
  rule: VerdictRule,
): PublishedVerdict {
  if (published === undefined) return "not known";
  if (!ours || ours.n === 0) return "missing";
  if (ours.n < rule.seeds || !ours.overSeeds) return "too few seeds";
  const { lower, upper } = ours.overSeeds;
  if (published < lower) return "higher";
  return published > upper ? "lower" : "reproduced";
}
