/**
 * Finds the faces of a batch of pictures: one pass over all, larger ones over crowds, closer looks
 * at doubtful candidates, and the turned picture where nothing sure is found upright: the detector
 * half sees faces that lie on their side.
 *
 * @module
 */
import { type FittedPicture, turnFitted } from "../image/fit.js";
import type { Picture } from "../image/picture.js";
import { lookCloser } from "./closer-look.js";
import type { Detection, FaceDetector } from "./detector.js";
import { newSearch, runPasses, type Search, type Turn } from "./search.js";
import { zoomIntoCrowds } from "./zoom.js";

/** The faces of one picture. */
export interface FoundFaces {
  /** The picture that the boxes are in: the one given, or a larger decoding of it. */
  readonly picture: Picture;
  /** The turn at which they were found; 0 when there are none. */
  readonly turned: Turn;
  /** Boxes in pixels of the picture before the turn, the surest first. */
  readonly faces: readonly Detection[];
}

/** A picture and the form in which the detector sees it first. */
export interface DetectionInput {
  readonly picture: Picture;
  readonly fitted: FittedPicture;
  /** Decodes it again with its longest side at least so many pixels, where the file has them. */
  readonly enlarge?: (enough: number) => Promise<Picture>;
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

/** Pictures are turned unless they have a face at least this sure. */
const UPRIGHT_SCORE = 0.8;
/** A turned picture's best face has to be at least this sure: three more tries, more errors. */
const TURNED_SCORE = 0.65;
/** And its faces together this many times surer than those of the upright picture. */
const TURNED_WORTH = 1.25;
const TURNS = [90, 180, 270] as const;

/** Finds the faces of each picture; the result has their order. */
export async function findFaces(
  detector: FaceDetector,
  inputs: readonly DetectionInput[],
  options: FindOptions,
): Promise<FoundFaces[]> {
  const { breathe } = options;
  const upright = inputs.map(({ picture, fitted }) => newSearch(picture, fitted, 0));
  const enlarge = async (search: Search, enough: number) =>
    (await inputs[upright.indexOf(search)].enlarge?.(enough)) ?? search.picture;
  await runPasses(detector, upright, breathe);
  await zoomIntoCrowds(detector, upright, enlarge, breathe);
  await lookCloser(detector, upright, breathe);
  const found = upright.map((search) => accept(search, options));
  if (!options.retry) return found;

  const doubtful = [...upright.keys()].filter((i) => bestScore(found[i]) < UPRIGHT_SCORE);
  const turned = doubtful.flatMap((i) =>
    TURNS.map((turn) => newSearch(upright[i].picture, turnFitted(upright[i].fitted, turn), turn)),
  );
  await runPasses(detector, turned, breathe);
  await lookCloser(detector, turned, breathe);
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

function accept(search: Search, { minConfidence }: FindOptions): FoundFaces {
  const faces = search.candidates
    .filter(({ score }) => score >= minConfidence)
    .toSorted((a, b) => b.score - a.score);
  return { picture: search.picture, turned: faces.length > 0 ? search.turn : 0, faces };
}

function bestScore({ faces }: FoundFaces): number {
  return faces[0]?.score ?? 0;
}

function totalScore({ faces }: FoundFaces): number {
  return faces.reduce((sum, { score }) => sum + score, 0);
}
