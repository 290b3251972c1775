/**
 * Finds the faces of a batch of pictures: one pass over all, a larger one over crowds, closer
 * looks at doubtful candidates, and the turned picture where nothing sure is found upright: the
 * detector half sees faces that lie on their side.
 *
 * @module
 */
import { applySimilarity, type Point, type Similarity } from "../align/similarity.js";
import { steadyView } from "../align/steady-view.js";
import { warp } from "../align/warp.js";
import { type FittedPicture, fitPicture, turnFitted } from "../image/fit.js";
import type { Picture } from "../image/picture.js";
import type { Detection, FaceDetector, Look } from "./detector.js";
import { suppress } from "./suppress.js";

/** Degrees clockwise that a picture is turned by. */
export type Turn = 0 | 90 | 180 | 270;

/** The faces of one picture. */
export interface FoundFaces {
  /** The turn at which they were found; 0 when there are none. */
  readonly turned: Turn;
  /** Boxes in pixels of the decoded picture (before the turn), the surest first. */
  readonly faces: readonly Detection[];
}

/** A picture and the form in which the detector sees it first. */
export interface DetectionInput {
  readonly picture: Picture;
  readonly fitted: FittedPicture;
}

/** How {@link findFaces} works. */
export interface FindOptions {
  /** Weaker faces are left out, 0-1. */
  readonly minConfidence: number;
  /** Whether to try the turned picture where no sure face is found. */
  readonly retry: boolean;
  /** Called between passes, so that other work gets its turn; may throw to stop. */
  readonly breathe: () => Promise<void>;
}

/** Candidates weaker than this are noise. */
const CANDIDATE_SCORE = 0.15;
/** Faces weaker than this count as not seen by a closer look. */
const LOOK_SCORE = 0.05;
/** Mean scores at which a doubt is settled without another look. */
const SETTLED_LOW = 0.2;
const SETTLED_HIGH = 0.7;
/** Pictures are turned unless they have a face at least this sure. */
const UPRIGHT_SCORE = 0.9;
/** A turned picture's best face has to be at least this sure: three more tries, more errors. */
const TURNED_SCORE = 0.65;
/** And its faces together this many times surer than those of the upright picture. */
const TURNED_WORTH = 1.25;
const TURNS = [90, 180, 270] as const;
/** Candidates surer than this need no closer look, */
const SURE_SCORE = 0.8;
/** but close-ups have to be surer: what passes for a face there is a pet's. */
const SURE_SCORE_LARGE = 0.95;
const LARGE_FACE_SIZE = 128;
/** Faces smaller than this in the first pass make a second one at twice the size worth while. */
const CROWD_FACE_SIZE = 28;
/** How many of them: one that is likely, or a few that may be. */
const CROWD_LIKELY = 0.4;
const CROWD_COUNT = 3;
const ZOOM = 2;
/** The picture must have this many times the pixels of the first pass along its side. */
const ZOOM_WORTH = 1.25;
const OVERLAP_LIMIT = 0.4;
const MAX_PASS_PIXELS = 8 * 512 * 512;
const MAX_LOOKS_AT_ONCE = 32;

/** A picture while it is worked on. */
interface Search {
  readonly picture: Picture;
  readonly fitted: FittedPicture;
  readonly turn: Turn;
  candidates: Detection[];
}

/** Finds the faces of each picture; the result has their order. */
export async function findFaces(
  detector: FaceDetector,
  inputs: readonly DetectionInput[],
  options: FindOptions,
): Promise<FoundFaces[]> {
  const upright = inputs.map(({ picture, fitted }) => newSearch(picture, fitted, 0));
  await runPasses(detector, upright, options);
  await zoomIntoCrowds(detector, upright, options);
  await lookCloser(detector, upright, options);
  const found = upright.map((search) => accept(search, options));
  if (!options.retry) return found;

  const doubtful = [...upright.keys()].filter((i) => bestScore(found[i]) < UPRIGHT_SCORE);
  const turned = doubtful.flatMap((i) =>
    TURNS.map((turn) => newSearch(upright[i].picture, turnFitted(upright[i].fitted, turn), turn)),
  );
  await runPasses(detector, turned, options);
  await lookCloser(detector, turned, options);
  for (const [at, i] of doubtful.entries()) {
    const best = turned
      .slice(at * TURNS.length, (at + 1) * TURNS.length)
      .map((search) => accept(search, options))
      .reduce((a, b) => (totalScore(b) > totalScore(a) ? b : a));
    const better = totalScore(best) > totalScore(found[i]) * TURNED_WORTH;
    if (better && bestScore(best) >= TURNED_SCORE) found[i] = best;
  }
  return found;
}

function newSearch(picture: Picture, fitted: FittedPicture, turn: Turn): Search {
  return { picture, fitted, turn, candidates: [] };
}

function accept(search: Search, { minConfidence }: FindOptions): FoundFaces {
  const faces = search.candidates
    .filter(({ score }) => score >= minConfidence)
    .toSorted((a, b) => b.score - a.score);
  return { turned: faces.length > 0 ? search.turn : 0, faces };
}

function bestScore({ faces }: FoundFaces): number {
  return faces[0]?.score ?? 0;
}

function totalScore({ faces }: FoundFaces): number {
  return faces.reduce((sum, { score }) => sum + score, 0);
}

/** Adds to each search what the detector finds; pictures of one shape go through it together. */
async function runPasses(
  detector: FaceDetector,
  searches: readonly Search[],
  { breathe }: FindOptions,
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
        const mapped = found[i].map((detection) => toPicture(detection, search));
        search.candidates = suppress([...search.candidates, ...mapped], OVERLAP_LIMIT);
      }
      await breathe();
    }
  }
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

/** Passes over pictures with many small faces, or nothing at all, again at twice the size. */
async function zoomIntoCrowds(
  detector: FaceDetector,
  searches: readonly Search[],
  options: FindOptions,
): Promise<void> {
  for (const search of searches) {
    const { picture } = search;
    const longest = Math.max(picture.width, picture.height);
    if (longest < detector.inputSize * ZOOM_WORTH) continue;
    const limit = inPicture(CROWD_FACE_SIZE, search);
    const small = search.candidates.filter((face) => sizeOf(face) < limit);
    const crowd =
      search.candidates.length === 0 ||
      small.length >= CROWD_COUNT ||
      small.some(({ score }) => score >= CROWD_LIKELY);
    if (!crowd) continue;
    const larger = await fitPicture(picture, Math.min(longest, detector.inputSize * ZOOM));
    const zoomed = newSearch(picture, larger, 0);
    await runPasses(detector, [zoomed], options);
    search.candidates = suppress([...search.candidates, ...zoomed.candidates], OVERLAP_LIMIT);
  }
}

/** A length in pixels of the first pass, in pixels of the picture. */
function inPicture(length: number, { picture, fitted }: Search): number {
  const longest = Math.max(fitted.contentWidth, fitted.contentHeight);
  return (length * Math.max(picture.width, picture.height)) / longest;
}

/** The side of a square as large as the box. */
function sizeOf({ width, height }: Detection): number {
  return Math.sqrt(width * height);
}

/** A candidate that closer looks decide on. */
interface Doubt {
  readonly search: Search;
  readonly candidate: Detection;
  /** What was seen of it: the first detection and each look's. */
  readonly seen: Detection[];
}

/**
 * Shows the detector each doubtful candidate alone, at the sizes it knows best. The mean of the
 * first score and these is what counts: a face is a face at any size, a dog's is not. The surest
 * look also says best where the face is.
 */
async function lookCloser(
  detector: FaceDetector,
  searches: readonly Search[],
  options: FindOptions,
): Promise<void> {
  if (detector.looks.length === 0) return;
  const doubts = searches.flatMap((search) =>
    search.candidates
      .filter((candidate) => !isSure(candidate, search))
      .map((candidate): Doubt => ({ search, candidate, seen: [candidate] })),
  );
  for (const look of detector.looks) {
    const open = doubts.filter(isOpen);
    for (let start = 0; start < open.length; start += MAX_LOOKS_AT_ONCE) {
      lookAtEach(detector, look, open.slice(start, start + MAX_LOOKS_AT_ONCE));
      await options.breathe();
    }
  }
  for (const search of new Set(doubts.map((doubt) => doubt.search))) {
    const settled = doubts.filter((doubt) => doubt.search === search).map(settle);
    const sure = search.candidates.filter((candidate) => isSure(candidate, search));
    search.candidates = suppress([...sure, ...settled], OVERLAP_LIMIT);
  }
}

function isSure(candidate: Detection, search: Search): boolean {
  const large = sizeOf(candidate) > inPicture(LARGE_FACE_SIZE, search);
  return candidate.score >= (large ? SURE_SCORE_LARGE : SURE_SCORE);
}

/** Whether one more look could change the verdict. */
function isOpen({ seen }: Doubt): boolean {
  const score = meanScore(seen);
  return seen.length < 2 || (score > SETTLED_LOW && score < SETTLED_HIGH);
}

function settle({ seen }: Doubt): Detection {
  const surest = seen.reduce((a, b) => (b.score > a.score ? b : a));
  return { ...surest, score: meanScore(seen) };
}

function meanScore(seen: readonly Detection[]): number {
  return seen.reduce((sum, { score }) => sum + score, 0) / seen.length;
}

function lookAtEach(detector: FaceDetector, look: Look, doubts: readonly Doubt[]): void {
  const { inputSize } = look;
  const area = inputSize ** 2 * 3;
  const pixels = new Uint8Array(doubts.length * area);
  const views = doubts.map(({ search, candidate }) => viewAlone(candidate, look, search.turn));
  for (const [i, { search }] of doubts.entries()) {
    const target = pixels.subarray(i * area, (i + 1) * area);
    warp(search.picture, views[i], inputSize, "black", target);
  }
  const shape = { count: doubts.length, width: inputSize, height: inputSize };
  const found = detector.detect(pixels, shape, LOOK_SCORE);
  for (const [i, { search, candidate, seen }] of doubts.entries()) {
    const central = found[i].find((face) => isCentral(face, look));
    seen.push(central ? throughView(central, views[i], search.turn) : { ...candidate, score: 0 });
  }
}

/** Takes the input of a look to a square of the picture with the candidate in its middle. */
function viewAlone(candidate: Detection, { faceSize, inputSize }: Look, turn: Turn): Similarity {
  const scale = sizeOf(candidate) / faceSize;
  const angle = (-turn * Math.PI) / 180;
  const center: Point = [candidate.x + candidate.width / 2, candidate.y + candidate.height / 2];
  return steadyView(center, scale * inputSize, angle, inputSize);
}

/** Whether a face is in the middle of a look and of about the size that was shown. */
function isCentral(face: Detection, { faceSize, inputSize }: Look): boolean {
  const dx = face.x + face.width / 2 - inputSize / 2;
  const dy = face.y + face.height / 2 - inputSize / 2;
  const ratio = sizeOf(face) / faceSize;
  return Math.hypot(dx, dy) < faceSize / 2 && ratio > 0.5 && ratio < 2;
}

/** From pixels of a look to pixels of the picture. */
function throughView(face: Detection, view: Similarity, turn: Turn): Detection {
  const scale = Math.hypot(view.a, view.b);
  const sideways = turn === 90 || turn === 270;
  const [x, y] = applySimilarity(view, [face.x + face.width / 2, face.y + face.height / 2]);
  const width = (sideways ? face.height : face.width) * scale;
  const height = (sideways ? face.width : face.height) * scale;
  return { x: x - width / 2, y: y - height / 2, width, height, score: face.score };
}
