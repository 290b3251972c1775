/**
 * Fits pictures to a network's input.
 *
 * @module
 */
import sharp from "sharp";
import type { Picture } from "./picture.js";

/** A picture scaled to a network's size, in its upper left corner, black beyond it. */
export interface FittedPicture {
  /** `height * width * 3` bytes of RGB. */
  readonly data: Uint8Array;
  /** Multiples of 32. */
  readonly width: number;
  readonly height: number;
  /** How much of it the picture fills. */
  readonly contentWidth: number;
  readonly contentHeight: number;
}

const GRID = 32;
const LARGEST_GROWTH = 8;

/** Scales `picture` so that its longest side is `size` (or 8 times what it was, if that is less). */
export async function fitPicture(picture: Picture, size: number): Promise<FittedPicture> {
  const { data, width, height } = picture;
  const scale = Math.min(size / Math.max(width, height), LARGEST_GROWTH);
  const contentWidth = Math.max(1, Math.round(width * scale));
  const contentHeight = Math.max(1, Math.round(height * scale));
  const fitted = { contentWidth, contentHeight, ...gridSize(contentWidth, contentHeight) };
  const pixels = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(contentWidth, contentHeight, { fit: "fill", kernel: "cubic" })
    .extend({
      right: fitted.width - contentWidth,
      bottom: fitted.height - contentHeight,
      background: "#000",
    })
    .raw()
    .toBuffer();
  return { data: pixels, ...fitted };
}

/** Turns the content of a fitted picture clockwise. */
export function turnFitted(fitted: FittedPicture, turn: 90 | 180 | 270): FittedPicture {
  const { data, width, contentWidth, contentHeight } = fitted;
  const sideways = turn !== 180;
  const turnedWidth = sideways ? contentHeight : contentWidth;
  const turnedHeight = sideways ? contentWidth : contentHeight;
  const size = gridSize(turnedWidth, turnedHeight);
  const turned = new Uint8Array(size.width * size.height * 3);
  for (let y = 0; y < turnedHeight; y++) {
    for (let x = 0; x < turnedWidth; x++) {
      const fromX = turn === 90 ? y : turn === 180 ? contentWidth - 1 - x : contentWidth - 1 - y;
      const fromY = turn === 90 ? contentHeight - 1 - x : turn === 180 ? contentHeight - 1 - y : x;
      const from = (fromY * width + fromX) * 3;
      const to = (y * size.width + x) * 3;
      turned[to] = data[from];
      turned[to + 1] = data[from + 1];
      turned[to + 2] = data[from + 2];
    }
  }
  return { data: turned, ...size, contentWidth: turnedWidth, contentHeight: turnedHeight };
}

/** A part of a fitted picture. */
export interface Tile {
  readonly tile: FittedPicture;
  /** Where its upper left corner is in the whole. */
  readonly left: number;
  readonly top: number;
}

/** Cuts a fitted picture into tiles of at most `size` pixels that share `overlap` or more. */
export function cutTiles(fitted: FittedPicture, size: number, overlap: number): Tile[] {
  const { data, width, contentWidth, contentHeight } = fitted;
  const tileWidth = Math.min(size, contentWidth);
  const tileHeight = Math.min(size, contentHeight);
  return tileStarts(contentHeight, tileHeight, overlap).flatMap((top) =>
    tileStarts(contentWidth, tileWidth, overlap).map((left) => {
      const grid = gridSize(tileWidth, tileHeight);
      const pixels = new Uint8Array(grid.width * grid.height * 3);
      for (let y = 0; y < tileHeight; y++) {
        const from = ((top + y) * width + left) * 3;
        pixels.set(data.subarray(from, from + tileWidth * 3), y * grid.width * 3);
      }
      const content = { contentWidth: tileWidth, contentHeight: tileHeight };
      return { tile: { data: pixels, ...grid, ...content }, left, top };
    }),
  );
}

/** Where tiles begin so that they cover `length` evenly. */
function tileStarts(length: number, tile: number, overlap: number): number[] {
  const count = tile < length ? Math.ceil((length - overlap) / (tile - overlap)) : 1;
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (length - tile)) / (count - 1)),
  );
}

function gridSize(width: number, height: number): { width: number; height: number } {
  return { width: Math.ceil(width / GRID) * GRID, height: Math.ceil(height / GRID) * GRID };
}
