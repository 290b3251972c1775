/**
 * Emotions of faces in a page, with TensorFlow.js. Faces come upright, aligned and grey, as
 * `about.json` says: `preprocessing.size` pixels a side, levels 0-255.
 *
 * @example
 * import * as tf from "@tensorflow/tfjs";
 * import { loadClassifier } from "./emotions.js";
 *
 * const classify = await loadClassifier(tf, "models/emotion");
 * const [{ happy }] = await classify(crop, 1);
 */

/**
 * @param tf - TensorFlow.js
 * @param folder - address of the exported folder
 * @returns a function from `count` faces, one after the other in an array of bytes, to an object of
 *   probabilities by label for each
 */
export async function loadClassifier(tf, folder) {
  const [model, { labels, preprocessing }] = await Promise.all([
    tf.loadGraphModel(`${folder}/model.json`),
    fetch(`${folder}/about.json`).then((response) => response.json()),
  ]);
  const { size } = preprocessing;
  return async (crops, count) => {
    const faces = tf.tensor(Int32Array.from(crops), [count, size, size, 1], "int32");
    const output = model.predict(faces);
    const probabilities = await output.data();
    tf.dispose([faces, output]);
    return Array.from({ length: count }, (_, face) =>
      Object.fromEntries(
        labels.map((label, i) => [label, probabilities[face * labels.length + i]]),
      ),
    );
  };
}
