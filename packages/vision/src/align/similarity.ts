/**
 * Similarity transforms of the plane: turn, scale and shift, no shear.
 *
 * @module
 */

/** A point: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** Maps (u, v) to (a u - b v + x, b u + a v + y): a turn by atan2(b, a), a scale of hypot(a, b). */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** Where `transform` puts the point. */
export function applySimilarity({ a, b, x, y }: Similarity, [u, v]: Point): Point {
  return [a * u - b * v + x, b * u + a * v + y];
}

/** The transform that undoes `transform`. */
export function invertSimilarity({ a, b, x, y }: Similarity): Similarity {
  const square = a * a + b * b;
  return {
    a: a / square,
    b: -b / square,
    x: -(a * x + b * y) / square,
    y: (b * x - a * y) / square,
  };
}

/**
 * The similarity that takes the points of `from` closest to those of `to` (least squares).
 *
 * Umeyama, Least-squares estimation of transformation parameters between two point patterns,
 * PAMI 13(4), 1991, in its closed form for the plane without reflection.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [fromX, fromY] = meanPoint(from);
  const [toX, toY] = meanPoint(to);
  let dot = 0;
  let cross = 0;
  let spread = 0;
  for (const [i, [u, v]] of from.entries()) {
    const [du, dv] = [u - fromX, v - fromY];
    const [dx, dy] = [to[i][0] - toX, to[i][1] - toY];
    dot += du * dx + dv * dy;
    cross += du * dy - dv * dx;
    spread += du * du + dv * dv;
  }
  const a = spread > 0 ? dot / spread : 1;
  const b = spread > 0 ? cross / spread : 0;
  return { a, b, x: toX - a * fromX + b * fromY, y: toY - b * fromX - a * fromY };
}

/** The centre of the points. */
export function meanPoint(points: readonly Point[]): Point {
  const sum = points.reduce(([x, y], [u, v]) => [x + u, y + v] as Point, [0, 0] as Point);
  return [sum[0] / points.length, sum[1] / points.length];
}

/**
 * Takes a square of `size` pixels (corners at 0 and `size`) to a square of side `span` around
 * `center`, turned clockwise by `angle` radians.
 */
export function centeredView([x, y]: Point, span: number, angle: number, size: number): Similarity {
  const a = (span / size) * Math.cos(angle);
  const b = (span / size) * Math.sin(angle);
  return { a, b, x: x - ((a - b) * size) / 2, y: y - ((a + b) * size) / 2 };
}
