import { mkdir } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";

/** Writes a picture of one grey level, the format by the file's ending. */
export async function drawFace(file: string, level: number, side = 48): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const data = new Uint8Array(side * side).fill(level);
  const picture = sharp(data, { raw: { width: side, height: side, channels: 1 } });
  const ending = path.extname(file).toLowerCase();
  const format = ending === ".png" ? "png" : ending.startsWith(".tif") ? "tiff" : "jpeg";
  await picture.toFormat(format, { quality: 100 }).toFile(file);
}
