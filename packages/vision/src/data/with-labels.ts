/**
 * A set of faces under other labels.
 *
 * @module
 */
import type { FaceSet } from "./face-set.js";

/**
 * The set with its classes numbered as in `to`; rows of classes that `to` lacks are left out. Votes
 * for such classes are left out too, and what remains of a face's votes sums to 1 again.
 */
export function withLabels(set: FaceSet, from: readonly string[], to: readonly string[]): FaceSet {
  if (from.length === to.length && from.every((label, i) => label === to[i])) return set;
  const numberOf = from.map((label) => to.indexOf(label));
  return {
    ...set,
    labels: set.labels.map((label) => Math.max(0, numberOf[label])),
    rows: set.rows.filter((row) => numberOf[set.labels[row]] >= 0),
    ...(set.votes ? { votes: movedVotes(set.votes, from, to) } : {}),
  };
}

function movedVotes(
  votes: Float32Array,
  from: readonly string[],
  to: readonly string[],
): Float32Array {
  const count = votes.length / from.length;
  const columns = to.map((label) => from.indexOf(label));
  const moved = new Float32Array(count * to.length);
  for (let row = 0; row < count; row++) {
    const own = columns.map((column) => (column < 0 ? 0 : votes[row * from.length + column]));
    const total = own.reduce((sum, share) => sum + share, 0);
    if (total === 0) continue;
    own.forEach((share, i) => {
      moved[row * to.length + i] = share / total;
    });
  }
  return moved;
}
