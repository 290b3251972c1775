/**
 * Photographs to time with: the six of the face-api package, cut, scaled, mirrored and lit anew.
 *
 * @module
 */
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import sharp from "sharp";

const PHOTOGRAPHS = 6;
/** Width and height of these photographs are near 1920 and 1400. */
const LONGEST_SIDES = [1920, 1600, 1280, 1920, 1024];
const MARGINS = [0, 0.03, 0.06, 0.1];
const BRIGHTNESS = [1, 0.85, 1.15];

/** Writes `count` JPEG files; the same ones every time. */
export async function makeFolder(folder: string, count: number): Promise<void> {
  const require = createRequire(import.meta.resolve("@mltl/vision"));
  const photographs = path.join(
    path.dirname(require.resolve("@vladmandic/face-api/package.json")),
    "demo",
  );
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const i = next++;
      const source = path.join(photographs, `sample${(i % PHOTOGRAPHS) + 1}.jpg`);
      await vary(source, path.join(folder, `${String(i).padStart(5, "0")}.jpg`), i);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function vary(source: string, target: string, i: number): Promise<void> {
  const { width, height } = await sharp(source).metadata();
  const round = Math.floor(i / PHOTOGRAPHS);
  const margin = MARGINS[round % MARGINS.length];
  const side = LONGEST_SIDES[round % LONGEST_SIDES.length];
  const left = Math.floor(width * margin * ((round % 3) / 2));
  const top = Math.floor(height * margin * ((round % 5) / 4));
  await sharp(source)
    .extract({
      left,
      top,
      width: Math.floor(width * (1 - margin)),
      height: Math.floor(height * (1 - margin)),
    })
    .flop(round % 2 === 1)
    .modulate({ brightness: BRIGHTNESS[round % BRIGHTNESS.length] })
    .resize(side, side, { fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 90 })
    .toFile(target);
}
