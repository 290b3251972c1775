/**
 * Initial weights in plain typed arrays (tfjs's orthogonal initializer takes minutes at 256 units).
 *
 * @module
 */
import { sizeOf } from "../graph/host-array.js";
import { type Random, UNSET } from "../random/random.js";

/** Fills a new array of `shape`. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** All zeros. */
export const zeros: Initializer = (shape) => new Float32Array(sizeOf(shape));

/** All ones. */
export const ones: Initializer = (shape) => new Float32Array(sizeOf(shape)).fill(1);

/** He et al. 2015: normal with variance 2 / fan-in, for layers followed by ReLU. */
export const heNormal: Initializer = (shape, random) => {
  const scale = Math.sqrt(2 / sizeOf(shape.slice(0, -1)));
  return drawn(shape, random, () => scale * random.normal());
};

/** As {@link heNormal}, for convolutions of each channel alone: `[height, width, channels, 1]`. */
export const heNormalDepthwise: Initializer = ([height, width, channels], random) =>
  heNormal([height, width, 1, channels], random);

/** Glorot & Bengio 2010: uniform in +-sqrt(6 / (fan-in + fan-out)). */
export const glorotUniform: Initializer = (shape, random) => {
  const fanOut = shape[shape.length - 1];
  const limit = Math.sqrt(6 / (sizeOf(shape.slice(0, -1)) + fanOut));
  return drawn(shape, random, () => limit * (2 * random.next() - 1));
};

/** Uniform in +-sqrt(3 / width), the usual choice for embedding rows. */
export const embeddingUniform: Initializer = (shape, random) => {
  const limit = Math.sqrt(3 / shape[shape.length - 1]);
  return drawn(shape, random, () => limit * (2 * random.next() - 1));
};

function drawn(shape: readonly number[], random: Random, draw: () => number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if (random !== UNSET) for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}
