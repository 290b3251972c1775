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
 * of a grid of samples two pixels apart at most, so that little aliases; each sample is
 * interpolated between four pixels.
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
  const { data, width, height } = picture;
  const { a, b, x: originX, y: originY } = toPicture;
  const samples = Math.min(MAX_SAMPLES_PER_AXIS, Math.max(1, Math.ceil(Math.hypot(a, b) / 2)));
  const step = 1 / samples;
  const share = step * step;
  const black = border === "black";
  let to = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      // Written out for the three channels: a loop over them takes four times as long.
      let red = 0.5;
      let green = 0.5;
      let blue = 0.5;
      for (let v = row + step / 2; v < row + 1; v += step) {
        for (let u = column + step / 2; u < column + 1; u += step) {
          const x = a * u - b * v + originX;
          const y = b * u + a * v + originY;
          if (black && (x < 0 || y < 0 || x >= width || y >= height)) continue;
          // Between the centres of the four pixels around the point.
          const insideX = Math.min(width - 1, Math.max(0, x - 0.5));
          const insideY = Math.min(height - 1, Math.max(0, y - 0.5));
          const left = insideX | 0;
          const top = insideY | 0;
          const fx = insideX - left;
          const fy = insideY - top;
          const i = (top * width + left) * 3;
          const j = left + 1 < width ? i + 3 : i;
          const below = top + 1 < height ? width * 3 : 0;
          const k = i + below;
          const l = j + below;
          const upper = (1 - fy) * share;
          const lower = fy * share;
          const wi = (1 - fx) * upper;
          const wj = fx * upper;
          const wk = (1 - fx) * lower;
          const wl = fx * lower;
          red += data[i] * wi + data[j] * wj + data[k] * wk + data[l] * wl;
          green += data[i + 1] * wi + data[j + 1] * wj + data[k + 1] * wk + data[l + 1] * wl;
          blue += data[i + 2] * wi + data[j + 2] * wj + data[k + 2] * wk + data[l + 2] * wl;
        }
      }
      target[to] = red;
      target[to + 1] = green;
      target[to + 2] = blue;
      to += 3;
    }
  }
}
