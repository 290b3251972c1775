/**
 * Which labels lead to which, with the steps that a mask forbids set apart: in the BIOES scheme they
 * are two thirds of all.
 *
 * @module
 */
import { type CrfScores, FORBIDDEN } from "./scores.js";

/** Labels that the same labels lead to: in BIOES, all that may begin after an entity or O. */
export interface StepGroup {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** `[from, to]` row-major. */
  readonly scores: Float64Array;
  /** `[from]`: the worst score of a label's steps. */
  readonly worst: Float64Array;
  /** `[from]`: the best score of a label's steps. */
  readonly best: Float64Array;
}

/** All steps, by what they cost. */
export interface Predecessors {
  /**
   * The steps that are allowed, or all to a label that none is allowed to; each label is in one
   * group's `to`.
   */
  readonly groups: readonly StepGroup[];
  /** [K]: the best score of a forbidden step to each label. */
  readonly bestForbidden: Float64Array;
}

const known = new WeakMap<CrfScores, Predecessors>();

/** Of `scores`, which must not change after their first use. */
export function predecessorsOf(scores: CrfScores): Predecessors {
  let found = known.get(scores);
  if (!found) {
    found = groupSteps(scores);
    known.set(scores, found);
  }
  return found;
}

function groupSteps({ start, transitions }: CrfScores): Predecessors {
  const labels = [...start.keys()];
  const scoreOf = (i: number, j: number) => transitions[i * labels.length + j];
  const isForbidden = (i: number, j: number) => scoreOf(i, j) < FORBIDDEN / 2;
  const bySources = new Map<string, { from: number[]; to: number[] }>();
  for (const j of labels) {
    const allowed = labels.filter((i) => !isForbidden(i, j));
    const from = allowed.length > 0 ? allowed : labels;
    const group = bySources.get(from.join());
    if (group) group.to.push(j);
    else bySources.set(from.join(), { from, to: [j] });
  }
  const groups = [...bySources.values()].map(({ from, to }): StepGroup => {
    const scores = from.map((i) => to.map((j) => scoreOf(i, j)));
    return {
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      scores: Float64Array.from(scores.flat()),
      worst: Float64Array.from(scores, (row) => Math.min(...row)),
      best: Float64Array.from(scores, (row) => Math.max(...row)),
    };
  });
  const bestForbidden = Float64Array.from(labels, (j) =>
    Math.max(...labels.filter((i) => isForbidden(i, j)).map((i) => scoreOf(i, j))),
  );
  return { groups, bestForbidden };
}
