/**
 * Times the loop that face-api's own examples show: decode, detect with SSD MobileNet, landmarks
 * and expressions, one photograph after the other: `node face-api-loop.js FOLDER COUNT`.
 *
 * It decodes with sharp, as ours does: `tf.node.decodeImage` is slower and ignores EXIF.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { loadEngine, tf } from "@mltl/core";
import sharp from "sharp";
import type { Timing } from "../harness.js";

const [folder, count] = process.argv.slice(2);
const engine = await loadEngine();
const require = createRequire(import.meta.resolve("@mltl/vision"));
const faceapi = require("@vladmandic/face-api") as typeof import("@vladmandic/face-api");
const packageFile = require.resolve("@vladmandic/face-api/package.json");
const weights = path.join(path.dirname(packageFile), "model");
await faceapi.nets.ssdMobilenetv1.loadFromDisk(weights);
await faceapi.nets.faceLandmark68Net.loadFromDisk(weights);
await faceapi.nets.faceExpressionNet.loadFromDisk(weights);
const options = new faceapi.SsdMobilenetv1Options();

async function classifyOne(file: string): Promise<number> {
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
    return found.length;
  } finally {
    pixels.dispose();
  }
}

const files = (await readdir(folder)).sort().slice(0, Number(count));
await classifyOne(path.join(folder, files[0]));
let faces = 0;
const cpuThen = process.cpuUsage();
const start = performance.now();
for (const file of files) faces += await classifyOne(path.join(folder, file));
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuThen);
const timing: Timing = {
  work: files.length,
  seconds,
  versions: {
    "@vladmandic/face-api": (require(packageFile) as { version: string }).version,
    engine: `${engine.kind} ${engine.version}`,
    sharp: sharp.versions.sharp,
  },
  notes: { faces, cpuSeconds: (cpu.user + cpu.system) / 1e6 },
};
process.stdout.write(JSON.stringify(timing));
