/**
 * The search for faces in one picture while it goes on, and the passes of the detector.
 *
 * @module
 */
import type { FittedPicture } from "../image/fit.js";
import type { Picture } from "../image/picture.js";
import type { Detection, FaceDetector } from "./detector.js";
import { suppress } from "./suppress.js";

/** Degrees clockwise that a picture is turned by. */
export type Turn = 0 | 90 | 180 | 270;

/** A picture while it is searched. */
export interface Search {
  /** What the candidates' pixels are of. */
  picture: Picture;
  /** What the detector sees first. */
  readonly fitted: FittedPicture;
  readonly turn: Turn;
  candidates: Detection[];
}

/** Candidates weaker than this are noise. */
export const CANDIDATE_SCORE = 0.15;

/** Candidates that overlap by more are the same face. */
export const OVERLAP_LIMIT = 0.4;

const MAX_PASS_PIXELS = 4 * 512 * 512;

/** A search that hasn't found anything yet. */
export function newSearch(picture: Picture, fitted: FittedPicture, turn: Turn): Search {
  return { picture, fitted, turn, candidates: [] };
}

/** Adds to each search what the detector finds; pictures of one shape go through it together. */
export async function runPasses(
  detector: FaceDetector,
  searches: readonly Search[],
  breathe: () => Promise<void>,
): Promise<void> {
  const byShape = new Map<string, Search[]>();
  for (const search of searches) {
    const shape = `${search.fitted.width}x${search.fitted.height}`;
    byShape.set(shape, [...(byShape.get(shape) ?? []), search]);
  }
  for (const group of byShape.values()) {
    const { width, height } = group[0].fitted;
    const atOnce = Math.max(1, Math.floor(MAX_PASS_PIXELS / (width * height)));
    for (let start = 0; start < group.length; start += atOnce) {
      const some = group.slice(start, start + atOnce);
      const pixels = new Uint8Array(some.length * width * height * 3);
      for (const [i, { fitted }] of some.entries()) pixels.set(fitted.data, i * fitted.data.length);
      const found = detector.detect(pixels, { count: some.length, width, height }, CANDIDATE_SCORE);
      for (const [i, search] of some.entries()) {
        search.candidates.push(...found[i].map((detection) => toPicture(detection, search)));
      }
      await breathe();
    }
  }
}

/** Adds candidates to a search; of those that are the same face, the surest stay. */
export function addCandidates(search: Search, more: readonly Detection[]): void {
  search.candidates = suppress([...search.candidates, ...more], OVERLAP_LIMIT);
}

/** A length in pixels of the first pass, in pixels of the picture. */
export function inPicture(length: number, { picture, fitted }: Search): number {
  const longest = Math.max(fitted.contentWidth, fitted.contentHeight);
  return (length * Math.max(picture.width, picture.height)) / longest;
}

/** The side of a square as large as the box. */
export function sizeOf({ width, height }: Detection): number {
  return Math.sqrt(width * height);
}

/** A box with every length multiplied by `factor`. */
export function scaled({ x, y, width, height, score }: Detection, factor: number): Detection {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor, score };
}

/** From pixels of the (turned) fitted picture to pixels of the decoded one. */
function toPicture(found: Detection, { picture, fitted, turn }: Search): Detection {
  const sideways = turn === 90 || turn === 270;
  const scaleX = picture.width / (sideways ? fitted.contentHeight : fitted.contentWidth);
  const scaleY = picture.height / (sideways ? fitted.contentWidth : fitted.contentHeight);
  const right = fitted.contentWidth - found.x - found.width;
  const bottom = fitted.contentHeight - found.y - found.height;
  const [x, y] =
    turn === 90
      ? [found.y, right]
      : turn === 180
        ? [right, bottom]
        : turn === 270
          ? [bottom, found.x]
          : [found.x, found.y];
  return {
    x: x * scaleX,
    y: y * scaleY,
    width: (sideways ? found.height : found.width) * scaleX,
    height: (sideways ? found.width : found.height) * scaleY,
    score: found.score,
  };
}
