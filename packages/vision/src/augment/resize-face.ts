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
  source: Float32Array | Uint8Array,
  sourceOffset: number,
  from: number,
  target: Float32Array | Uint8Array,
  targetOffset: number,
  to: number,
): void {
  const { first, weights, width } = tapsFor(from, to);
  const rounding = target instanceof Uint8Array ? 0.5 : 0;
  const columns = new Float32Array(from * to);
  for (let x = 0; x < to; x++) {
    for (let y = 0; y < from; y++) {
      const at = sourceOffset + y * from + first[x];
      let sum = 0;
      for (let i = 0; i < width; i++) sum += weights[x * width + i] * source[at + i];
      columns[y * to + x] = sum;
    }
  }
  for (let y = 0; y < to; y++) {
    const above = first[y] * to;
    for (let x = 0; x < to; x++) {
      let sum = rounding;
      for (let i = 0; i < width; i++) sum += weights[y * width + i] * columns[above + i * to + x];
      target[targetOffset + y * to + x] = sum;
    }
  }
}

/** For each new pixel those that it is made of: `width` from `first` on, by weight. */
interface Taps {
  readonly first: Int32Array;
  readonly width: number;
  /** [pixels, width] */
  readonly weights: Float32Array;
}

const known = new Map<string, Taps>();

function tapsFor(from: number, to: number): Taps {
  const key = `${from} ${to}`;
  let taps = known.get(key);
  if (!taps) {
    taps = to < from ? coveredTaps(from, to) : neighbourTaps(from, to);
    known.set(key, taps);
  }
  return taps;
}

function coveredTaps(from: number, to: number): Taps {
  const span = from / to;
  const width = Math.min(from, Math.ceil(span) + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * width);
  for (let i = 0; i < to; i++) {
    const [begin, end] = [i * span, (i + 1) * span];
    first[i] = Math.min(Math.floor(begin), from - width);
    for (let j = 0; j < width; j++) {
      const pixel = first[i] + j;
      const covered = Math.min(end, pixel + 1) - Math.max(begin, pixel);
      weights[i * width + j] = Math.max(0, covered) / span;
    }
  }
  return { first, width, weights };
}

function neighbourTaps(from: number, to: number): Taps {
  const width = Math.min(2, from);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * width);
  for (let i = 0; i < to; i++) {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    first[i] = Math.min(Math.floor(at), from - width);
    for (let j = 0; j < width; j++) weights[i * width + j] = 1 - Math.abs(at - first[i] - j);
  }
  return { first, width, weights };
}
