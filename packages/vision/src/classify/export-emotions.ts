/**
 * Emotion classifiers for TensorFlow.js: bytes of faces in, probabilities out.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { randomStream, registerExporter } from "@mltl/core";
import { EMOTION_TASK } from "./emotion-model.js";
import { facePrediction, preprocessingSchema } from "./predict-faces.js";

const BROWSER_MODULE = new URL("../../browser/emotions.js", import.meta.url);

registerExporter(EMOTION_TASK, async ({ manifest, network }) => {
  const preprocessing = preprocessingSchema.parse(manifest.preprocessing);
  const { size } = preprocessing;
  const random = randomStream("export");
  const pixels = Uint8Array.from({ length: 2 * size * size }, () => 256 * random.next());
  return {
    prediction: facePrediction(network, preprocessing),
    output: "probabilities",
    example: { crops: { shape: [2, size, size, 1], data: pixels } },
    files: new Map([["emotions.js", await readFile(BROWSER_MODULE, "utf8")]]),
  };
});
