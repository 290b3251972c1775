/**
 * Features of the faces of images: decode -> detect -> align -> describe.
 *
 * @module
 */
import type { InputFile } from "@mltl/core";
import { type ClassifyOptions, classify } from "../classify/classify.js";
import { loadModel } from "../classify/load-model.js";
import { modelFolder } from "../classify/model-folder.js";
import type { ImagePixels } from "../classify/pipeline.js";
import type { ImageRecord } from "../schema.js";
import { type FaceFeatures, loadFaceFeatures } from "./face-features.js";

/** How {@link embed} works; the rest is as for `classify`. */
export interface EmbedOptions extends Omit<ClassifyOptions, "model" | "onImage"> {
  /** A model that comes along, by name, or the folder of one. Default: `emotion`. */
  model?: string;
}

/** An image, and the features of its faces. */
export interface EmbeddedImage {
  /** As `classify` gives it. */
  readonly record: ImageRecord;
  /** [features] for each face of the record: what the classifier's last layer reads. */
  readonly features: readonly Float32Array[];
}

/** Faces that are described together. */
const TOGETHER = 64;

/**
 * Finds the faces of images and describes each. One item for each input, in their order, whatever
 * became of it. Memory stays flat.
 *
 * ```ts
 * for await (const { record, features } of embed(["party.jpg"])) console.log(features[0]?.length);
 * ```
 *
 * @throws MltlError as `classify` does
 */
export async function* embed(
  inputs: Iterable<InputFile | string> | AsyncIterable<InputFile | string>,
  { model = "emotion", ...options }: EmbedOptions = {},
): AsyncGenerator<EmbeddedImage> {
  const features = await loadFaceFeatures(model);
  const emotions = await loadModel(modelFolder(model));
  let crops: ImagePixels["crops"] = [];
  let waiting: Waiting[] = [];
  let faces = 0;
  try {
    const records = classify(inputs, {
      ...options,
      model: emotions,
      onImage: (_, pixels) => {
        crops = pixels.crops;
      },
    });
    for await (const record of records) {
      waiting.push({ record, crops });
      faces += crops.length;
      crops = [];
      if (faces < TOGETHER && waiting.length < TOGETHER) continue;
      yield* described(waiting, features);
      waiting = [];
      faces = 0;
    }
    yield* described(waiting, features);
  } finally {
    features.dispose();
    emotions.dispose();
  }
}

interface Waiting {
  readonly record: ImageRecord;
  readonly crops: ImagePixels["crops"];
}

function described(images: readonly Waiting[], features: FaceFeatures): EmbeddedImage[] {
  const { featureCount, inputSize } = features;
  const crops = images.flatMap((image) => image.crops);
  const joined = new Uint8Array(crops.length * inputSize ** 2);
  for (const [i, { data }] of crops.entries()) joined.set(data, i * data.length);
  const rows = crops.length > 0 ? features.describe(joined, crops.length) : new Float32Array();
  let at = 0;
  return images.map(({ record, crops: own }) => ({
    record,
    features: own.map(() => rows.subarray(at * featureCount, ++at * featureCount)),
  }));
}
