import { mkdir, realpath } from "node:fs/promises";
import { folderOfPattern, MltlError } from "@mltl/core";
import {
  commonFolder,
  type ImagePixels,
  type ImageRecord,
  SidePictures,
  Sorter,
  thumbnail,
} from "@mltl/vision";

/** What `mltl vision classify` writes beside its results. */
export interface BesideFlags {
  annotate?: string;
  saveCrops?: string;
  sortInto?: string;
}

/** The folders that pictures go to. */
export function foldersBeside({ annotate, saveCrops, sortInto }: BesideFlags): string[] {
  return [annotate, saveCrops, sortInto].filter((folder) => folder !== undefined);
}

/** Makes pictures from the pixels of each record while they are there. */
export class PicturesBeside {
  readonly #side: SidePictures;
  readonly #sorter: Sorter | undefined;
  readonly #thumbnails: Map<string, Buffer> | undefined;

  private constructor(side: SidePictures, sorter: Sorter | undefined, forPage: boolean) {
    this.#side = side;
    this.#sorter = sorter;
    this.#thumbnails = forPage ? new Map() : undefined;
  }

  /**
   * @param patterns - the inputs as they were given: the folders below what they share are
   *   repeated in the output folders
   * @param forPage - whether thumbnails are wanted
   * @throws MltlError `E_USAGE` if pictures would go where the inputs are
   */
  static async create(
    flags: BesideFlags,
    patterns: readonly string[],
    forPage: boolean,
  ): Promise<PicturesBeside> {
    const folders = await Promise.all(patterns.map(folderOfPattern));
    await keepApart(foldersBeside(flags), folders);
    const root = commonFolder(folders);
    const { annotate, saveCrops, sortInto } = flags;
    const side = new SidePictures({ annotate, saveCrops, root });
    return new PicturesBeside(side, sortInto ? new Sorter(sortInto) : undefined, forPage);
  }

  /** Takes notice of an input, in order; `done` ones too, so that names stay as they were. */
  announce(path: string, done: boolean): void {
    this.#side.reserve(path);
    if (done) this.#side.forget(path);
  }

  /** For `classify`: writes what is wanted of a picture that could be decoded. */
  readonly onImage = async (record: ImageRecord, pixels: ImagePixels): Promise<void> => {
    await this.#side.write(record, pixels.picture, pixels.crops);
    this.#thumbnails?.set(record.path, await thumbnail(pixels.picture));
  };

  /** Finishes with a record; the thumbnail, if one is wanted and could be made. */
  async finish(record: ImageRecord): Promise<Buffer | undefined> {
    this.#side.forget(record.path);
    await this.#sorter?.sort(record);
    const small = this.#thumbnails?.get(record.path);
    this.#thumbnails?.delete(record.path);
    return small;
  }
}

/** Makes the output folders. None may be one that inputs lie in: they would be overwritten. */
async function keepApart(outputs: readonly string[], inputs: readonly string[]): Promise<void> {
  const taken = await Promise.all(inputs.map((path) => realpath(path).catch(() => undefined)));
  for (const folder of outputs) {
    try {
      await mkdir(folder, { recursive: true });
    } catch (cause) {
      throw new MltlError("E_USAGE", `Cannot use ${folder} as a folder`, {
        hint: "name one that is not there yet, or one that you may write to",
        cause,
      });
    }
    if (!taken.includes(await realpath(folder))) continue;
    throw new MltlError("E_USAGE", `Expected another folder than the inputs', received ${folder}`, {
      hint: "name a folder of its own, so that no photograph is overwritten or read again",
    });
  }
}
