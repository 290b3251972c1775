/**
 * Emotions on the faces of images: decode -> detect -> align -> classify, batched across images.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { type InputFile, invalidArgument } from "@mltl/core";
import { DETECTORS, type DetectorName } from "../detect/detector.js";
import { MAX_PIXELS } from "../image/decode.js";
import type { ImageRecord } from "../schema.js";
import type { EmotionModel } from "./emotion-model.js";
import { type FaceNetworks, loadFaceNetworks } from "./face-networks.js";
import { loadModel } from "./load-model.js";
import { lookAhead } from "./look-ahead.js";
import {
  FACE_MODES,
  type FaceMode,
  type ImagePixels,
  type Pipeline,
  runBatch,
} from "./pipeline.js";
import { prepareImage } from "./prepare.js";

/** How {@link classify} works. */
export interface ClassifyOptions {
  /** The folder of an emotion model, or one that is loaded. Default: the package's own. */
  model?: string | EmotionModel;
  /** `ssd` (default) finds more faces, `tiny` is several times faster. */
  detector?: DetectorName;
  /** A detector and landmark network that are loaded; they stay so. Default: loaded for the call. */
  networks?: FaceNetworks;
  /**
   * `detect` (default): photographs, in which faces are looked for. `crop`: each picture is a face
   * already. `auto`: small pictures (128 pixels at most) are faces already, and so are square ones
   * up to 400 pixels in which no face is found.
   */
  faces?: FaceMode;
  /** Faces smaller than this are left out, pixels of the file's picture. Default: 0. */
  minFace?: number;
  /** Faces that the detector is less sure of are left out, 0-1. Default: 0.4. */
  minConfidence?: number;
  /** Whether to turn pictures by 90, 180 and 270 degrees when no sure face is found. Default: true. */
  retry?: boolean;
  /** Pictures with more pixels are `too-large`. Default: 100 million. */
  maxPixels?: number;
  /** Images that go through the networks together; as many more are decoded ahead. Default: 8. */
  batchSize?: number;
  /**
   * Called with each picture that could be decoded, before its record is yielded: for drawing on
   * it or keeping its crops without decoding it twice. Waited for.
   */
  onImage?: (record: ImageRecord, pixels: ImagePixels) => void | Promise<void>;
  signal?: AbortSignal;
}

/**
 * Finds and classifies the faces of images. One record for each input, in the inputs' order,
 * whatever became of it; results don't depend on the batch size. Memory stays flat.
 *
 * ```ts
 * for await (const record of classify(["party.jpg"])) console.log(record.faces[0]?.label);
 * ```
 *
 * @throws MltlError `E_USAGE` for a wrong option, `E_CHECKSUM`, `E_NOT_FOUND` or `E_BAD_ARTIFACT`
 *   when a network cannot be loaded; what is wrong with one image becomes its status
 */
export async function* classify(
  inputs: Iterable<InputFile | string> | AsyncIterable<InputFile | string>,
  options: ClassifyOptions = {},
): AsyncGenerator<ImageRecord> {
  checkOptions(options);
  const { model, signal, onImage, batchSize = 8, maxPixels = MAX_PIXELS } = options;
  const emotions = typeof model === "object" ? model : await loadModel(model);
  const networks = options.networks ?? (await loadFaceNetworks(options.detector));
  const { detector, landmarks } = networks;
  const pipeline: Pipeline = {
    detector,
    landmarks,
    emotions,
    faces: options.faces ?? "detect",
    minFace: options.minFace ?? 0,
    minConfidence: options.minConfidence ?? 0.4,
    retry: options.retry ?? true,
    maxPixels,
    breathe: async () => {
      await setImmediate();
      signal?.throwIfAborted();
    },
  };
  const prepared = lookAhead(inputs, batchSize * 2, (input) =>
    prepareImage(input, detector.inputSize, { maxPixels }),
  );
  try {
    for await (const batch of inBatches(prepared, batchSize)) {
      signal?.throwIfAborted();
      for (const { record, pixels } of await runBatch(pipeline, batch)) {
        if (pixels) await onImage?.(record, pixels);
        yield record;
      }
    }
  } finally {
    if (networks !== options.networks) networks.dispose();
    if (emotions !== model) emotions.dispose();
  }
}

function checkOptions(options: ClassifyOptions): void {
  const { detector, faces, minFace = 0, minConfidence = 0.4, batchSize = 8 } = options;
  if (detector !== undefined && !DETECTORS.includes(detector)) {
    throw invalidArgument("detector", `one of ${DETECTORS.join(", ")}`, detector);
  }
  if (faces !== undefined && !FACE_MODES.includes(faces)) {
    throw invalidArgument("faces", `one of ${FACE_MODES.join(", ")}`, faces);
  }
  if (!(minFace >= 0)) throw invalidArgument("minFace", "a number of pixels from 0", minFace);
  if (!(minConfidence > 0 && minConfidence < 1)) {
    throw invalidArgument("minConfidence", "a number between 0 and 1", minConfidence);
  }
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw invalidArgument("batchSize", "a whole number from 1", batchSize);
  }
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
