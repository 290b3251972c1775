/**
 * Closer looks at doubtful candidates, each alone and at the sizes that the detector knows best.
 *
 * @module
 */
import { applySimilarity, type Point, type Similarity } from "../align/similarity.js";
import { steadyView } from "../align/steady-view.js";
import { warp } from "../align/warp.js";
import type { Detection, FaceDetector, Look } from "./detector.js";
import { inPicture, OVERLAP_LIMIT, type Search, sizeOf, type Turn } from "./search.js";
import { suppress } from "./suppress.js";

/** Candidates surer than this need no closer look */
const SURE_SCORE = 0.8;
/** if there is one this sure: without, the picture may lie on its side. */
const SURE_SCORE_ALONE = 0.9;
/** Close-ups have to be surer: what passes for a face there is a pet's. */
const SURE_SCORE_LARGE = 0.95;
const LARGE_FACE_SIZE = 128;
/** Faces weaker than this count as not seen by a closer look. */
const LOOK_SCORE = 0.05;
/** Mean scores at which a doubt is settled without another look. */
const SETTLED_LOW = 0.2;
const SETTLED_HIGH = 0.7;
const MAX_LOOKS_AT_ONCE = 32;

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
export async function lookCloser(
  detector: FaceDetector,
  searches: readonly Search[],
  breathe: () => Promise<void>,
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
      await breathe();
    }
  }
  for (const search of new Set(doubts.map((doubt) => doubt.search))) {
    const own = doubts.filter((doubt) => doubt.search === search);
    const settled = own.map(settle);
    const sure = search.candidates.filter((c) => own.every(({ candidate }) => candidate !== c));
    search.candidates = suppress([...sure, ...settled], OVERLAP_LIMIT);
  }
}

function isSure(candidate: Detection, search: Search): boolean {
  const large = sizeOf(candidate) > inPicture(LARGE_FACE_SIZE, search);
  if (large) return candidate.score >= SURE_SCORE_LARGE;
  const best = search.candidates.reduce((most, { score }) => Math.max(most, score), 0);
  return candidate.score >= (best >= SURE_SCORE_ALONE ? SURE_SCORE : SURE_SCORE_ALONE);
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
