/**
 * face-api's expression network alone, on faces that are cut out already.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { loadEngine, tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";

/** Its expressions by our names, in our order. */
const EXPRESSIONS = {
  angry: "angry",
  disgust: "disgusted",
  fear: "fearful",
  happy: "happy",
  sad: "sad",
  surprise: "surprised",
  neutral: "neutral",
} as const;

/** The network, loaded. */
export interface FaceApiNetwork {
  readonly labels: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** The file of its weights. */
  readonly weights: string;
  /** [count, side, side] grey bytes to [count, 7] probabilities, in one batch. */
  predict(faces: Uint8Array, count: number, side: number): Promise<Float32Array>;
}

/** Loads engine, package and weights. */
export async function loadFaceApiNetwork(): Promise<FaceApiNetwork> {
  const engine = await loadEngine();
  const require = createRequire(import.meta.resolve("@mltl/vision"));
  const api = require("@vladmandic/face-api") as typeof import("@vladmandic/face-api");
  const packageFile = require.resolve("@vladmandic/face-api/package.json");
  const folder = path.join(path.dirname(packageFile), "model");
  const network = api.nets.faceExpressionNet;
  await network.loadFromDisk(folder);
  return {
    labels: Object.keys(EXPRESSIONS),
    versions: {
      "@vladmandic/face-api": (require(packageFile) as { version: string }).version,
      engine: `${engine.kind} ${engine.version}`,
    },
    weights: path.join(folder, "face_expression_model.bin"),
    async predict(faces, count, side) {
      const pictures = Array.from({ length: count }, (_, i) => inColour(faces, i, side));
      try {
        const found = await network.predictExpressions(pictures as never);
        return Float32Array.from(
          [found].flat().flatMap((one) => Object.values(EXPRESSIONS).map((name) => one[name])),
        );
      } finally {
        tf.dispose(pictures);
      }
    },
  };
}

/** It takes colour pictures. */
function inColour(faces: Uint8Array, i: number, side: number): TF.Tensor {
  const grey = faces.subarray(i * side * side, (i + 1) * side * side);
  const colour = new Float32Array(grey.length * 3);
  grey.forEach((level, at) => {
    colour.fill(level, 3 * at, 3 * at + 3);
  });
  return tf.tensor3d(colour, [side, side, 3]);
}
