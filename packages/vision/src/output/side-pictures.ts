/**
 * The pictures that are written beside the results: marked photographs and aligned faces.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import type { Picture } from "../image/picture.js";
import type { ImageRecord } from "../schema.js";
import { annotatedName, annotationSvg } from "./annotate.js";
import { OutputNames } from "./output-names.js";

/** Where pictures go. */
export interface SidePicturesOptions {
  /** Folder for the photographs with their faces marked. */
  annotate?: string;
  /** Folder for aligned faces, `<name>.face1.png` and so on. */
  saveCrops?: string;
  /** The folder that all inputs lie in: what is below it is repeated in the output folders. */
  root: string;
}

/** A square picture of one aligned face. */
export interface FaceCrop {
  /** `size * size` grey bytes. */
  readonly data: Uint8Array;
  readonly size: number;
}

/** Writes pictures beside the results, each under a name of its own. */
export class SidePictures {
  readonly #options: SidePicturesOptions;
  readonly #marked: OutputNames;
  readonly #cropped: OutputNames;

  constructor(options: SidePicturesOptions) {
    this.#options = options;
    this.#marked = new OutputNames(options.root, annotatedName);
    this.#cropped = new OutputNames(options.root, stem);
  }

  /** Sets names apart for an input. Called for every input, in order, those done before too. */
  reserve(path: string): void {
    if (this.#options.annotate !== undefined) this.#marked.reserve(path);
    if (this.#options.saveCrops !== undefined) this.#cropped.reserve(path);
  }

  /** Gives up the names of an input that needs none: it is done already, or has no picture. */
  forget(path: string): void {
    this.#marked.forget(path);
    this.#cropped.forget(path);
  }

  /** Writes what is asked for of one photograph. */
  async write(record: ImageRecord, picture: Picture, crops: readonly FaceCrop[]): Promise<void> {
    const { annotate, saveCrops } = this.#options;
    if (annotate !== undefined) {
      const file = join(annotate, this.#marked.take(record.path));
      await mkdir(dirname(file), { recursive: true });
      await marked(record, picture).toFile(file);
    }
    if (saveCrops === undefined) return;
    const file = join(saveCrops, this.#cropped.take(record.path));
    await mkdir(dirname(file), { recursive: true });
    for (const [i, { data, size }] of crops.entries()) {
      const raw = { width: size, height: size, channels: 1 as const };
      await sharp(data, { raw })
        .png()
        .toFile(`${file}.face${i + 1}.png`);
    }
  }
}

/** The photograph with its faces marked, as it was decoded. */
export function marked(record: ImageRecord, picture: Picture): Sharp {
  const { data, width, height } = picture;
  const overlay = Buffer.from(annotationSvg(record, { width, height }));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: overlay }])
    .jpeg({ quality: 90, force: false })
    .webp({ quality: 90, force: false });
}

function stem(file: string): string {
  return basename(file, extname(file));
}
