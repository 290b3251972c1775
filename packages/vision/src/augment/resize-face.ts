/**
 * Grey faces in another size.
 *
 * @module
 */

/**
 * Writes a square face as a square of `to` pixels: the mean over what each covers where it becomes
 * smaller, between its neighbours where it becomes larger.
 *
 * @param source - `[from, from]` levels, from `sourceOffset` on
 * @param target - receives `[to, to]` levels, from `targetOffset` on
 */
export function resizeFace(
  source: ArrayLike<number>,
  sourceOffset: number,
  from: number,
  target: Float32Array | Uint8Array,
  targetOffset: number,
  to: number,
): void {
  const taps = to < from ? coveredTaps(from, to) : neighbourTaps(from, to);
  const rounding = target instanceof Uint8Array ? 0.5 : 0;
  const columns = new Float32Array(from * to);
  for (let y = 0; y < from; y++) {
    for (let x = 0; x < to; x++) {
      const { first, weights } = taps[x];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        sum += weights[i] * source[sourceOffset + y * from + first + i];
      }
      columns[y * to + x] = sum;
    }
  }
  for (let y = 0; y < to; y++) {
    const { first, weights } = taps[y];
    for (let x = 0; x < to; x++) {
      let sum = rounding;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * columns[(first + i) * to + x];
      target[targetOffset + y * to + x] = sum;
    }
  }
}

/** Pixels that one is made of: `first` and those that follow it, by weight. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function coveredTaps(from: number, to: number): Taps[] {
  const span = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [i * span, (i + 1) * span];
    const first = Math.floor(begin);
    const last = Math.min(from, Math.ceil(end));
    const covered = (j: number) => Math.min(end, j + 1) - Math.max(begin, j);
    const weights = Array.from({ length: last - first }, (_, j) => covered(first + j) / span);
    return { first, weights };
  });
}

function neighbourTaps(from: number, to: number): Taps[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const first = Math.min(Math.floor(at), Math.max(0, from - 2));
    return from === 1
      ? { first: 0, weights: [1] }
      : { first, weights: [1 - (at - first), at - first] };
  });
}
