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
/** Pixels to either side that a blur reaches. */
const REACH = 3;

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
  const area = size ** 2;
  const levels = new Float32Array(area);
  const spare = new Float32Array(area);
  return (source, offset, random) => {
    const table = gamma > 0 ? gammaTable((1 + gamma) ** (2 * random.next() - 1)) : undefined;
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

function gammaTable(exponent: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => 255 * (level / 255) ** exponent);
}

/** A Gaussian blur along rows and then columns, in place; beyond the border its edge goes on. */
function blurFace(
  levels: Float32Array,
  spare: Float32Array,
  size: number,
  deviation: number,
): void {
  const kernel = Float32Array.from({ length: 2 * REACH + 1 }, (_, i) =>
    Math.exp(-((i - REACH) ** 2) / (2 * deviation ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i] /= sum;
  blurRows(levels, spare, size, kernel);
  blurRows(spare, levels, size, kernel);
}

/** Blurs the rows and writes them as columns: twice comes to both axes, the right way round. */
function blurRows(from: Float32Array, to: Float32Array, size: number, kernel: Float32Array): void {
  const last = size - 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let i = -REACH; i <= REACH; i++) {
        const at = Math.min(last, Math.max(0, x + i));
        sum += kernel[i + REACH] * from[y * size + at];
      }
      to[x * size + y] = sum;
    }
  }
}
