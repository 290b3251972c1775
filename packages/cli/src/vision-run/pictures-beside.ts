import { folderOfPattern } from "@mltl/core";
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
   */
  static async create(
    { annotate, saveCrops, sortInto }: BesideFlags,
    patterns: readonly string[],
    forPage: boolean,
  ): Promise<PicturesBeside> {
    const root = commonFolder(await Promise.all(patterns.map(folderOfPattern)));
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
