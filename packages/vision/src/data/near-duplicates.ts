/**
 * Finds pictures of faces that are the same, or nearly, plain or mirrored, among many.
 *
 * @module
 */
import { randomStream } from "@mltl/core";

/** Two faces that are alike. */
export interface FacePair {
  /** Numbers of the faces; `a` is the lower. */
  readonly a: number;
  readonly b: number;
  /** Correlation of the two at 24x24, above the limit and at most 1. */
  readonly similarity: number;
  readonly mirrored: boolean;
  /** Whether they have the same bytes. */
  readonly exact: boolean;
}

export interface NearDuplicateOptions {
  /** Least correlation of two faces at 24x24. Default: 0.92. */
  readonly limit?: number;
}

/** Side of a face while it is compared, and while it is hashed. */
const SIDE = 24;
const GRID = 12;
const AREA = SIDE ** 2;
const CELLS = GRID ** 2;
const BITS = 20;
const TABLES = 48;
/** Of 64 more bits, how many may differ before two faces are compared in full: far more than in twins. */
const MOST_APART = 22;
/** Standard deviation of grey levels below which a face has nothing to compare. */
const FLAT = 4;
/** Of the faces that share a hash, with how many a face is compared. */
const WINDOW = 400;

/**
 * Finds the pairs. Each face gets {@link TABLES} hashes of {@link BITS} bits, each bit saying which of two
 * places is brighter than on the mean face (locality-sensitive hashing, Indyk & Motwani 1998, with
 * the comparisons of BRIEF, Calonder et al. 2010); faces that share a hash are compared by
 * correlation, so that none is reported that isn't alike, and few that are get lost. Time grows with
 * the number of faces, not with its square. Flat faces are compared with none.
 *
 * @param pixels - [count, size, size] grey
 * @param size - a multiple of 24
 */
export function nearDuplicates(
  pixels: Uint8Array,
  size: number,
  { limit = 0.92 }: NearDuplicateOptions = {},
): FacePair[] {
  const count = pixels.length / size ** 2;
  const { faces, grids, flat } = shrink(pixels, size, count);
  const mean = meanOf(grids, count);
  const draw = (bits: number, ...keys: (string | number)[]) => {
    const random = randomStream("near-duplicates", ...keys);
    return Uint8Array.from({ length: bits * 2 }, () => random.integer(CELLS));
  };
  const signs = [0, 1].map((half) => {
    const places = draw(32, "sign", half);
    return [false, true].map((mirrored) => hashes(grids, mean, places, count, mirrored));
  });
  const found = new Map<number, FacePair>();
  for (let table = 0; table < TABLES; table++) {
    const places = draw(BITS, table);
    const plain = hashes(grids, mean, places, count, false);
    const mirrored = hashes(grids, mean, places, count, true);
    const { starts, members } = buckets(plain, flat);
    for (let b = 0; b < count; b++) {
      if (flat[b]) continue;
      for (const turned of [0, 1]) {
        const hash = turned ? mirrored[b] : plain[b];
        const from = Math.max(starts[hash], starts[hash + 1] - WINDOW);
        for (let i = from; i < starts[hash + 1] && members[i] < b; i++) {
          const a = members[i];
          const apart =
            ones(signs[0][0][a] ^ signs[0][turned][b]) + ones(signs[1][0][a] ^ signs[1][turned][b]);
          const key = (a * count + b) * 2 + turned;
          if (apart > MOST_APART || found.has(key)) continue;
          const similarity = correlation(faces, a, b, turned === 1);
          if (similarity < limit) continue;
          const exact = !turned && sameBytes(pixels, size ** 2, a, b);
          found.set(key, { a, b, similarity, mirrored: turned === 1, exact });
        }
      }
    }
  }
  return bestOfEach([...found.values()]);
}

/** How many bits are set. */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** One pair for two faces: of plain and mirrored, the more alike. */
function bestOfEach(pairs: readonly FacePair[]): FacePair[] {
  const best = new Map<string, FacePair>();
  for (const pair of pairs) {
    const key = `${pair.a} ${pair.b}`;
    const other = best.get(key);
    if (!other || other.similarity < pair.similarity) best.set(key, pair);
  }
  return [...best.values()].sort((x, y) => x.a - y.a || x.b - y.b);
}

/** Faces at 24x24 with mean 0 and length 1, at 12x12 on the same scale, and which are flat. */
function shrink(pixels: Uint8Array, size: number, count: number) {
  const factor = size / SIDE;
  const faces = new Float32Array(count * AREA);
  const grids = new Float32Array(count * CELLS);
  const flat = new Uint8Array(count);
  for (let face = 0; face < count; face++) {
    const own = faces.subarray(face * AREA, (face + 1) * AREA);
    const from = face * size ** 2;
    for (let y = 0; y < size; y++) {
      const row = Math.floor(y / factor) * SIDE;
      for (let x = 0; x < size; x++) {
        own[row + Math.floor(x / factor)] += pixels[from + y * size + x];
      }
    }
    let sum = 0;
    for (let i = 0; i < AREA; i++) sum += own[i];
    let square = 0;
    for (let i = 0; i < AREA; i++) {
      own[i] -= sum / AREA;
      square += own[i] ** 2;
    }
    const length = Math.sqrt(square);
    flat[face] = length / factor ** 2 / SIDE < FLAT ? 1 : 0;
    for (let i = 0; i < AREA; i++) own[i] /= length || 1;
    for (let i = 0; i < AREA; i++) {
      const cell = Math.floor(i / SIDE / 2) * GRID + Math.floor((i % SIDE) / 2);
      grids[face * CELLS + cell] += own[i];
    }
  }
  return { faces, grids, flat };
}

function meanOf(grids: Float32Array, count: number): Float64Array {
  const mean = new Float64Array(CELLS);
  for (let i = 0; i < grids.length; i++) mean[i % CELLS] += grids[i] / count;
  return mean;
}

/** One hash for each face, of the face or of its mirror image. */
function hashes(
  grids: Float32Array,
  mean: Float64Array,
  places: Uint8Array,
  count: number,
  mirrored: boolean,
): Uint32Array {
  const bits = places.length / 2;
  const turned = places.map((cell) =>
    mirrored ? cell - (cell % GRID) + GRID - 1 - (cell % GRID) : cell,
  );
  const usual = Float64Array.from(
    { length: BITS },
    (_, bit) => mean[places[bit * 2]] - mean[places[bit * 2 + 1]],
  );
  const found = new Uint32Array(count);
  for (let face = 0; face < count; face++) {
    const from = face * CELLS;
    let hash = 0;
    for (let bit = 0; bit < bits; bit++) {
      const difference = grids[from + turned[bit * 2]] - grids[from + turned[bit * 2 + 1]];
      hash = (hash << 1) | (difference > usual[bit] ? 1 : 0);
    }
    found[face] = hash;
  }
  return found;
}

/** Faces by hash, in ascending order: those of hash `h` are `members[starts[h] .. starts[h + 1]]`. */
function buckets(hash: Uint32Array, flat: Uint8Array) {
  const starts = new Int32Array(2 ** BITS + 1);
  hash.forEach((key, face) => {
    if (!flat[face]) starts[key + 1]++;
  });
  for (let key = 0; key < 2 ** BITS; key++) starts[key + 1] += starts[key];
  const members = new Int32Array(starts[2 ** BITS]);
  const next = starts.slice();
  hash.forEach((key, face) => {
    if (!flat[face]) members[next[key]++] = face;
  });
  return { starts, members };
}

function correlation(faces: Float32Array, a: number, b: number, mirrored: boolean): number {
  const from = a * AREA;
  const to = b * AREA;
  let sum = 0;
  for (let i = 0; i < AREA; i++) {
    const column = i % SIDE;
    const j = mirrored ? i - column + SIDE - 1 - column : i;
    sum += faces[from + i] * faces[to + j];
  }
  return sum;
}

function sameBytes(pixels: Uint8Array, area: number, a: number, b: number): boolean {
  for (let i = 0; i < area; i++) {
    if (pixels[a * area + i] !== pixels[b * area + i]) return false;
  }
  return true;
}
