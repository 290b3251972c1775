/**
 * Face sets as pictures of faces in a folder for each class: `SPLIT/LABEL/PICTURE`.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "@mltl/core";
import { cropGrey, wholePicture } from "../align/crop.js";
import { decodeImage } from "../image/decode.js";
import { hasImageName } from "../image/format.js";
import type { FaceSet, FaceSource } from "./face-set.js";

const SIZE = 48;

/** Pictures that are decoded at a time. */
const AT_ONCE = 16;

/**
 * Reads one split; rows are in the order of classes, then of file names. Pictures of another size
 * become 48x48 as `classify` makes them from pictures that are faces.
 *
 * @throws MltlError `E_BAD_DATA` for a folder that is no class, or a picture that can't be read
 */
export async function readFaceFolders({ folder, split, labels }: FaceSource): Promise<FaceSet> {
  const files = await listPictures(path.join(folder, split), labels);
  const pixels = new Uint8Array(files.length * SIZE ** 2);
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const faces = await Promise.all(files.slice(from, from + AT_ONCE).map(readFace));
    faces.forEach((face, i) => {
      pixels.set(face, (from + i) * SIZE ** 2);
    });
  }
  return {
    size: SIZE,
    count: files.length,
    pixels,
    labels: Uint8Array.from(files, ({ label }) => label),
    rows: Int32Array.from(files.keys()),
  };
}

interface LabelledFile {
  file: string;
  label: number;
}

async function listPictures(folder: string, labels: readonly string[]): Promise<LabelledFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const stray = entries.find((entry) => entry.isDirectory() && !labels.includes(entry.name));
  if (stray) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected folders ${labels.join(", ")} in ${folder}, received '${stray.name}'`,
    );
  }
  const here = new Set(entries.map(({ name }) => name));
  const files = labels.map(async (name, label) => {
    if (!here.has(name)) return [];
    const names = (await readdir(path.join(folder, name))).filter(hasImageName).sort();
    return names.map((file) => ({ file: path.join(folder, name, file), label }));
  });
  return (await Promise.all(files)).flat();
}

async function readFace({ file }: LabelledFile): Promise<Uint8Array> {
  const decoded = await decodeImage(file);
  if (decoded.status === "ok") {
    return cropGrey(decoded.picture, wholePicture(decoded.picture, SIZE), SIZE);
  }
  throw new MltlError("E_BAD_DATA", `Cannot read the face ${file}: ${decoded.reason}`);
}
