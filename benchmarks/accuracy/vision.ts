/**
 * Emotion classifiers on FER2013's test faces: ours, face-api's, and the floor.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import {
  argmaxRows,
  classificationMetrics,
  confusionMatrix,
  dataRoot,
  findDataManifest,
  tf,
} from "@mltl/core";
import { loadModel } from "@mltl/vision";
import type * as TF from "@tensorflow/tfjs";
import type { FaceSet } from "#vision/data/face-set.js";
import { readFaceSet } from "#vision/data/read-face-set.js";
import type { AccuracyRow } from "./main.js";

const BATCH = 128;
const require = createRequire(import.meta.url);

type Classifier = (faces: Uint8Array, count: number, size: number) => Promise<ArrayLike<number>>;

/** Scores each classifier on the standard split and on the one without twins. */
export async function scoreEmotionModels(): Promise<AccuracyRow[]> {
  const manifest = await findDataManifest("fer2013");
  const { labels = [] } = manifest;
  const model = await loadModel();
  const ours: Classifier = async (faces, count) =>
    argmaxRows(model.predict(faces, count), model.labels.length);
  const contenders: [string, Classifier, string][] = [
    ["mltl emotion", ours, "one network, no test-time variation"],
    ["face-api 1.7.15, expression network", await faceApi(), "as shipped"],
    ["always happy", async (_, count) => new Array(count).fill(labels.indexOf("happy")), "floor"],
  ];
  const rows: AccuracyRow[] = [];
  for (const clean of [false, true]) {
    const set = await readFaceSet(dataRoot(), manifest, "test", { clean });
    for (const [name, classify, note] of contenders) {
      const on = clean ? "FER2013 test, clean rows" : "FER2013 test";
      rows.push({
        model: name,
        on,
        metric: "accuracy",
        value: await accuracy(set, labels.length, classify),
        note,
      });
    }
  }
  return rows;
}

async function accuracy(set: FaceSet, classes: number, classify: Classifier): Promise<number> {
  const area = set.size ** 2;
  const gold: number[] = [];
  const predicted: number[] = [];
  for (let from = 0; from < set.rows.length; from += BATCH) {
    const rows = set.rows.subarray(from, from + BATCH);
    const faces = new Uint8Array(rows.length * area);
    rows.forEach((row, i) => {
      faces.set(set.pixels.subarray(row * area, (row + 1) * area), i * area);
      gold.push(set.labels[row]);
    });
    predicted.push(...Array.from(await classify(faces, rows.length, set.size)));
  }
  return classificationMetrics(confusionMatrix(gold, predicted, classes)).accuracy;
}

/** face-api's network, with its names turned into ours. It takes colour pictures one at a time. */
async function faceApi(): Promise<Classifier> {
  const api = require("@vladmandic/face-api/dist/face-api.node.js");
  const home = path.dirname(require.resolve("@vladmandic/face-api/package.json"));
  await api.nets.faceExpressionNet.loadFromDisk(path.join(home, "model"));
  const names = ["angry", "disgusted", "fearful", "happy", "sad", "surprised", "neutral"];
  return async (faces, count, size) => {
    const area = size * size;
    const classes: number[] = [];
    for (let i = 0; i < count; i++) {
      const grey = tf.tensor3d(Float32Array.from(faces.subarray(i * area, (i + 1) * area)), [
        size,
        size,
        1,
      ]);
      const colour = tf.tile(grey, [1, 1, 3]) as TF.Tensor3D;
      const scores = await api.nets.faceExpressionNet.predictExpressions(colour);
      classes.push(
        argmaxRows(
          names.map((name) => scores[name]),
          names.length,
        )[0],
      );
      tf.dispose([grey, colour]);
    }
    return classes;
  };
}
