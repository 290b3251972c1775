/**
 * Records from what the networks found: plain numbers, rounded.
 *
 * @module
 */
import { qualityFlags } from "../align/quality.js";
import type { Point } from "../align/similarity.js";
import type { Detection } from "../detect/detector.js";
import type { Picture } from "../image/picture.js";
import { type FaceRecord, IMAGE_SCHEMA, type ImageRecord } from "../schema.js";
import type { RefusedImage } from "./prepare.js";

/** What is known of a face besides where the detector saw it. */
export interface FaceFacts {
  /** In pixels of the decoded picture. */
  readonly landmarks: readonly Point[];
  readonly roll: number;
  /** `size * size` grey bytes. */
  readonly crop: Uint8Array;
  readonly size: number;
  /** One for each of `labels`. */
  readonly labels: readonly string[];
  readonly probabilities: Float32Array;
}

const PIXEL_DIGITS = 2;
const FRACTION_DIGITS = 6;

/** The record of a picture whose faces are known. */
export function imageRecord(
  path: string,
  { fullWidth: width, fullHeight: height }: Picture,
  turned: ImageRecord["turned"],
  faces: FaceRecord[],
): ImageRecord {
  const status = faces.length > 0 ? "ok" : "no-face";
  return { schema: IMAGE_SCHEMA, path, status, width, height, turned, faces };
}

/** The record of an input that there are no pixels of. */
export function refusedRecord(image: RefusedImage): ImageRecord {
  const { path, status, reason, width, height } = image;
  return { schema: IMAGE_SCHEMA, path, status, reason, width, height, turned: 0, faces: [] };
}

/** The record of one face, in pixels of the file's picture. */
export function faceRecord(picture: Picture, face: Detection, facts: FaceFacts): FaceRecord {
  const { landmarks, roll, crop, size, labels, probabilities } = facts;
  const { fullWidth: width, fullHeight: height } = picture;
  const x = (value: number) => round((value * width) / picture.width, PIXEL_DIGITS);
  const y = (value: number) => round((value * height) / picture.height, PIXEL_DIGITS);
  const fraction = (value: number) => round(value, FRACTION_DIGITS);
  const box = { x: x(face.x), y: y(face.y), width: x(face.width), height: y(face.height) };
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    box,
    landmarks: landmarks.map((point) => [x(point[0]), y(point[1])]),
    roll: round(roll, PIXEL_DIGITS),
    score: fraction(face.score),
    label: labels[best],
    probability: fraction(probabilities[best]),
    probabilities: Object.fromEntries(
      labels.map((label, i) => [label, fraction(probabilities[i])]),
    ),
    flags: qualityFlags(box, { width, height }, crop, size),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
