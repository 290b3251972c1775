/**
 * What a camera may do to a face: gamma, a blur, few pixels.
 *
 * @module
 */
import type { Random } from "@mltl/core";
import type { Augmentation } from "./augmentation.js";
import { resizeFace } from "./resize-face.js";

const LEAST_BLUR = 0.4;
const MOST_BLUR = 1.2;
/** How many exponents a gamma is drawn from. */
const GAMMAS = 64;

/**
 * Gives a function that copies a face, `[size, size]` bytes from an offset on, as levels (0-255)
 * varied as `options` allow. What it gives is overwritten by the next call. It draws only for what
 * the options name.
 */
export function faceLevels(
  size: number,
  options: Pick<Augmentation, "gamma" | "blur" | "small">,
): (source: Uint8Array, offset: number, random: Random) => Float32Array {
  const { gamma, blur, small } = options;
  const tables = gamma > 0 ? gammaTables(gamma) : [];
  const area = size ** 2;
  const levels = new Float32Array(area);
  const spare = new Float32Array(area);
  return (source, offset, random) => {
    const table = gamma > 0 ? tables[random.integer(tables.length)] : undefined;
    for (let i = 0; i < area; i++) {
      const level = source[offset + i];
      levels[i] = table ? table[level] : level;
    }
    if (blur > 0 && random.next() < blur) {
      blurFace(levels, spare, size, LEAST_BLUR + (MOST_BLUR - LEAST_BLUR) * random.next());
    }
    if (small && random.next() < small.chance) {
      const side = Math.min(size, small.from + random.integer(small.to - small.from + 1));
      resizeFace(levels, 0, size, spare, 0, side);
      resizeFace(spare, 0, side, levels, 0, size);
    }
    return levels;
  };
}

/** Levels under exponents from 1 / (1 + gamma) to 1 + gamma, in equal ratios. */
function gammaTables(gamma: number): Float32Array[] {
  return Array.from({ length: GAMMAS }, (_, i) => {
    const exponent = (1 + gamma) ** ((2 * i) / (GAMMAS - 1) - 1);
    return Float32Array.from({ length: 256 }, (_, level) => 255 * (level / 255) ** exponent);
  });
}

/** A Gaussian blur along rows and then columns, in place; beyond the border its edge goes on. */
function blurFace(
  levels: Float32Array,
  spare: Float32Array,
  size: number,
  deviation: number,
): void {
  const [one, two, three] = [1, 2, 3].map((off) => Math.exp(-(off ** 2) / (2 * deviation ** 2)));
  const sum = 1 + 2 * (one + two + three);
  const kernel = [1 / sum, one / sum, two / sum, three / sum] as const;
  blurRows(levels, spare, size, kernel);
  blurRows(spare, levels, size, kernel);
}

/** What a pixel counts for, and those one, two and three pixels away on either side. */
type BlurKernel = readonly [number, number, number, number];

/** Blurs the rows and writes them as columns: twice comes to both axes, the right way round. */
function blurRows(
  from: Float32Array,
  to: Float32Array,
  size: number,
  [own, one, two, three]: BlurKernel,
): void {
  const row = new Float32Array(size + 6);
  for (let y = 0; y < size; y++) {
    const begin = y * size;
    const end = begin + size;
    row.fill(from[begin], 0, 3);
    row.set(from.subarray(begin, end), 3);
    row.fill(from[end - 1], size + 3);
    for (let x = 0; x < size; x++) {
      to[x * size + y] =
        own * row[x + 3] +
        one * (row[x + 2] + row[x + 4]) +
        two * (row[x + 1] + row[x + 5]) +
        three * (row[x] + row[x + 6]);
    }
  }
}
