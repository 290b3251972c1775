import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { randomStream } from "@mltl/core";
import sharp from "sharp";

/** Drawings that tell classes apart, in 48x48, moved by up to 3 pixels. */
const DRAWINGS: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `<circle cx="${24 + x}" cy="${24 + y}" r="13" fill="#eee"/>`,
  (x, y) => `<rect x="${10 + x}" y="${10 + y}" width="28" height="28" fill="#222"/>`,
  (x, y) => `<path d="M4 ${24 + y}H44M${24 + x} 4V44" stroke="#fff" stroke-width="7"/>`,
];

/**
 * Draws "faces" in a folder for each class: `CLASS/pGROUP_NUMBER.png`, of six groups.
 *
 * @param counts - faces by class; three classes at most
 * @param ending - of the names, by number
 */
export async function drawFaces(
  folder: string,
  counts: Readonly<Record<string, number>>,
  { side = 48, ending = () => "png" }: { side?: number; ending?: (i: number) => string } = {},
): Promise<void> {
  const random = randomStream(1, "faces");
  const shift = () => random.integer(7) - 3;
  for (const [label, [name, count]] of Object.entries(counts).entries()) {
    const place = path.join(folder, name);
    await mkdir(place, { recursive: true });
    for (let i = 0; i < count; i++) {
      const grey = 110 + random.integer(40);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 48 48"><rect width="48" height="48" fill="rgb(${grey},${grey},${grey})"/>${DRAWINGS[label](shift(), shift())}</svg>`;
      const file = path.join(place, `p${i % 6}_${i}.${ending(i)}`);
      await writeFile(file, await sharp(Buffer.from(svg)).png().toBuffer());
    }
  }
}
