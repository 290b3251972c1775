/**
 * face-api as its own examples use it: decode, detect with SSD MobileNet, landmarks, expressions.
 *
 * It decodes with sharp, as ours does: `tf.node.decodeImage` is slower and ignores EXIF.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { loadEngine, tf } from "@mltl/core";
import sharp from "sharp";

/** A face as it is found: pixels of the picture, and the most probable expression by face-api's name. */
export interface FaceApiFace {
  readonly box: Readonly<Record<"x" | "y" | "width" | "height", number>>;
  readonly label: string;
}

/** Loads engine, package and weights. */
export async function loadFaceApi() {
  const engine = await loadEngine();
  const require = createRequire(import.meta.resolve("@mltl/vision"));
  const faceapi = require("@vladmandic/face-api") as typeof import("@vladmandic/face-api");
  const packageFile = require.resolve("@vladmandic/face-api/package.json");
  const weights = path.join(path.dirname(packageFile), "model");
  await faceapi.nets.ssdMobilenetv1.loadFromDisk(weights);
  await faceapi.nets.faceLandmark68Net.loadFromDisk(weights);
  await faceapi.nets.faceExpressionNet.loadFromDisk(weights);
  const options = new faceapi.SsdMobilenetv1Options();
  return {
    versions: {
      "@vladmandic/face-api": (require(packageFile) as { version: string }).version,
      engine: `${engine.kind} ${engine.version}`,
      sharp: sharp.versions.sharp,
    },
    async classify(file: string): Promise<FaceApiFace[]> {
      const { data, info } = await sharp(file)
        .autoOrient()
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const pixels = tf.tensor3d(data, [info.height, info.width, 3], "int32");
      try {
        const found = await faceapi
          .detectAllFaces(pixels as never, options)
          .withFaceLandmarks()
          .withFaceExpressions();
        return found.map(({ detection, expressions }) => ({
          box: detection.box,
          label: expressions.asSortedArray()[0].expression,
        }));
      } finally {
        pixels.dispose();
      }
    },
  };
}
