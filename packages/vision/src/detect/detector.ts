/**
 * What every face detector gives, and the choice between them.
 *
 * @module
 */
import { invalidArgument } from "@mltl/core";
import type { BatchShape } from "../face-api/picture-network.js";
import { loadSsdMobilenet } from "./ssd-mobilenet.js";
import { loadTinyFace } from "./tiny-face.js";

/** The names of the detectors: `ssd` finds more, `tiny` is several times faster. */
export const DETECTORS = ["ssd", "tiny"] as const;

/** A detector's name. */
export type DetectorName = (typeof DETECTORS)[number];

/** A face in pixels of the detector's input; the box may reach beyond the border. */
export interface Detection {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How sure the detector is, 0-1. */
  readonly score: number;
}

/** A closer look at one candidate: it is shown `faceSize` pixels large in a small square input. */
export interface Look {
  readonly faceSize: number;
  readonly inputSize: number;
}

/** A network that finds faces in batches of pictures. */
export interface FaceDetector {
  readonly name: DetectorName;
  /** The longest side of a picture that it is meant for, in pixels; sides are multiples of 32. */
  readonly inputSize: number;
  /** Closer looks that settle doubtful candidates; none where they don't help. */
  readonly looks: readonly Look[];
  /**
   * @param pixels - `count * height * width * 3` bytes of RGB
   * @param minScore - weaker detections are left out
   * @returns for each picture its faces, best first, overlaps suppressed
   */
  detect(pixels: Uint8Array, shape: BatchShape, minScore: number): Detection[][];
  dispose(): void;
}

/**
 * Loads a detector by name. The engine must be loaded.
 *
 * @throws MltlError `E_USAGE` for an unknown name; see also `readWeights`
 */
export async function loadDetector(name: DetectorName): Promise<FaceDetector> {
  if (name === "ssd") return loadSsdMobilenet();
  if (name === "tiny") return loadTinyFace();
  throw invalidArgument("detector", `one of ${DETECTORS.join(", ")}`, name);
}
