/**
 * Cuts a turned and scaled square out of a picture, antialiased.
 *
 * @module
 */
import type { Picture } from "../image/picture.js";
import type { Similarity } from "./similarity.js";

/** What lies beyond the picture's border: `black`, or the nearest pixel of its `edge`. */
export type Border = "black" | "edge";

const MAX_SAMPLES_PER_AXIS = 4;

/**
 * Fills `target` with `size * size` RGB pixels. Where the picture is shrunk, each pixel is the mean
 * of a grid of samples, so that nothing aliases; each sample is interpolated between four pixels.
 *
 * @param toPicture - takes a point of the square (pixels, corners at 0 and `size`) to the picture
 * @param target - `size * size * 3` bytes
 */
export function warp(
  picture: Picture,
  toPicture: Similarity,
  size: number,
  border: Border,
  target: Uint8Array,
): void {
  const { a, b, x: originX, y: originY } = toPicture;
  const samples = Math.min(MAX_SAMPLES_PER_AXIS, Math.max(1, Math.ceil(Math.hypot(a, b))));
  const weight = 1 / (samples * samples);
  const sum = new Float64Array(3);
  let to = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      sum.fill(0);
      for (let i = 0; i < samples; i++) {
        const v = row + (i + 0.5) / samples;
        for (let j = 0; j < samples; j++) {
          const u = column + (j + 0.5) / samples;
          addSample(picture, a * u - b * v + originX, b * u + a * v + originY, border, sum);
        }
      }
      target[to++] = sum[0] * weight + 0.5;
      target[to++] = sum[1] * weight + 0.5;
      target[to++] = sum[2] * weight + 0.5;
    }
  }
}

/** Adds the colour at (x, y), interpolated between the centres of the four pixels around it. */
function addSample(picture: Picture, x: number, y: number, border: Border, sum: Float64Array) {
  const { data, width, height } = picture;
  if (border === "black" && (x < 0 || y < 0 || x >= width || y >= height)) return;
  const clampedX = Math.min(width - 1, Math.max(0, x - 0.5));
  const clampedY = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.floor(clampedX);
  const top = Math.floor(clampedY);
  const fx = clampedX - left;
  const fy = clampedY - top;
  const topLeft = (top * width + left) * 3;
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? width * 3 : 0;
  const w00 = (1 - fx) * (1 - fy);
  const w01 = fx * (1 - fy);
  const w10 = (1 - fx) * fy;
  const w11 = fx * fy;
  for (let c = 0; c < 3; c++) {
    const at = topLeft + c;
    sum[c] +=
      data[at] * w00 +
      data[at + right] * w01 +
      data[at + below] * w10 +
      data[at + below + right] * w11;
  }
}
