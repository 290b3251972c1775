/**
 * Larger passes over pictures of many small faces, of which the first pass sees too little.
 *
 * @module
 */
import { cutTiles, type FittedPicture, fitPicture } from "../image/fit.js";
import type { Picture } from "../image/picture.js";
import type { Detection, FaceDetector } from "./detector.js";
import { addCandidates, CANDIDATE_SCORE, type Search, scaled, sizeOf } from "./search.js";

/** Faces smaller than this in a pass make one at twice the size worth while. */
const CROWD_FACE_SIZE = 28;
/** How many of them: one that is likely, or a few that may be. */
const CROWD_LIKELY = 0.4;
const CROWD_COUNT = 3;
/** The largest pass has so many times the size of the first. */
const MAX_ZOOM = 4;
/** A pass is worth while if the picture has this many times the pixels of the last along its side. */
const ZOOM_WORTH = 1.25;
/** Larger passes are cut into tiles of this size, which share this much with their neighbours. */
const TILE_SIZE = 1024;
const TILE_OVERLAP = 128;

/**
 * Searches pictures with many small faces, or with nothing at all, again at twice the size and, if
 * that shows more small ones, at four times.
 *
 * @param enlarge - decodes a search's picture with its longest side at least so many pixels, where
 *   the file has them
 */
export async function zoomIntoCrowds(
  detector: FaceDetector,
  searches: readonly Search[],
  enlarge: (search: Search, enough: number) => Promise<Picture>,
  breathe: () => Promise<void>,
): Promise<void> {
  for (const search of searches) {
    let passSize = detector.inputSize;
    let seen = search.candidates;
    while (
      passSize < detector.inputSize * MAX_ZOOM &&
      isCrowd(search, seen, passSize, passSize === detector.inputSize)
    ) {
      await growPicture(search, passSize * 2, enlarge);
      const longest = longestSide(search.picture);
      if (longest < passSize * ZOOM_WORTH) break;
      passSize *= 2;
      const fitted = await fitPicture(search.picture, Math.min(longest, passSize));
      seen = await detectInTiles(detector, search.picture, fitted, breathe);
      addCandidates(search, seen);
    }
  }
}

/** Whether what was seen in a pass of this size says that a larger one would show more. */
function isCrowd(
  { picture, candidates }: Search,
  seen: readonly Detection[],
  passSize: number,
  first: boolean,
) {
  if (candidates.length === 0) return first;
  const limit = (CROWD_FACE_SIZE * longestSide(picture)) / passSize;
  const small = seen.filter((face) => sizeOf(face) < limit);
  return small.length >= CROWD_COUNT || small.some(({ score }) => score >= CROWD_LIKELY);
}

async function growPicture(
  search: Search,
  enough: number,
  enlarge: (search: Search, enough: number) => Promise<Picture>,
): Promise<void> {
  if (search.picture.scale === 1 || longestSide(search.picture) >= enough) return;
  const larger = await enlarge(search, enough);
  const factor = larger.width / search.picture.width;
  search.picture = larger;
  search.candidates = search.candidates.map((face) => scaled(face, factor));
}

/** What the detector finds in a large picture, in pixels of `picture`. */
async function detectInTiles(
  detector: FaceDetector,
  picture: Picture,
  fitted: FittedPicture,
  breathe: () => Promise<void>,
): Promise<Detection[]> {
  const found: Detection[] = [];
  for (const { tile, left, top } of cutTiles(fitted, TILE_SIZE, TILE_OVERLAP)) {
    const shape = { count: 1, width: tile.width, height: tile.height };
    const [faces] = detector.detect(tile.data, shape, CANDIDATE_SCORE);
    for (const face of faces) {
      const moved = { ...face, x: face.x + left, y: face.y + top };
      found.push(scaled(moved, picture.width / fitted.contentWidth));
    }
    await breathe();
  }
  return found;
}

function longestSide({ width, height }: { width: number; height: number }): number {
  return Math.max(width, height);
}
