/**
 * Writers of features: JSON Lines, CSV, or numpy's format with a CSV of the faces beside it.
 *
 * @module
 */
import {
  type CsvValue,
  createCsvWriter,
  createJsonlWriter,
  openSink,
  type RecordWriter,
} from "@mltl/core";
import type { FaceRecord } from "../schema.js";
import type { EmbeddedImage } from "./embed.js";
import { NpyFile } from "./npy-file.js";

/** Forms that features are written in. */
export const FEATURE_FORMATS = ["jsonl", "csv", "npy"] as const;

/** One of {@link FEATURE_FORMATS}. */
export type FeatureFormat = (typeof FEATURE_FORMATS)[number];

/** Name of the CSV beside `features.npy`: `features.faces.csv`. */
export function facesBeside(out: string): string {
  return `${out.replace(/\.npy$/i, "")}.faces.csv`;
}

const FACE_COLUMNS = [
  "path",
  "status",
  "reason",
  "face",
  "x",
  "y",
  "box_width",
  "box_height",
  "label",
  "probability",
  "flags",
];

/**
 * Opens one.
 *
 * @param out - the file; standard output where left out, which `npy` can't be written to
 * @param featureCount - how many features a face has
 */
export async function createFeatureWriter(
  format: FeatureFormat,
  out: string | undefined,
  featureCount: number,
): Promise<RecordWriter<EmbeddedImage>> {
  if (format === "npy" && out !== undefined) return npyWriter(out, featureCount);
  const sink = await openSink({ out, lines: true, append: false });
  if (format !== "csv") {
    const lines = createJsonlWriter<object>(sink);
    return changed(lines, toJson);
  }
  const numbers = Array.from({ length: featureCount }, (_, i) => `f${i}`);
  return createCsvWriter<EmbeddedImage>(sink, [...FACE_COLUMNS, ...numbers], (image) =>
    faceRows(image).map(({ values, index }) => {
      const features = index === undefined ? [] : Array.from(image.features[index], shortest);
      return [...values, ...numbers.map((_, i) => features[i])];
    }),
  );
}

async function npyWriter(out: string, featureCount: number): Promise<RecordWriter<EmbeddedImage>> {
  const sink = await openSink({ out: facesBeside(out), lines: false, append: false });
  const array = await NpyFile.create(out, featureCount);
  let row = 0;
  const faces = createCsvWriter<EmbeddedImage>(sink, ["row", ...FACE_COLUMNS], (image) =>
    faceRows(image).map(({ values, index }) => [index === undefined ? "" : row++, ...values]),
  );
  return {
    readerGone: false,
    async write(image) {
      for (const features of image.features) await array.write(features);
      await faces.write(image);
    },
    async close() {
      await array.close();
      await faces.close();
    },
    async discard() {
      await array.discard();
      await faces.discard();
    },
  };
}

function changed<T, R>(writer: RecordWriter<R>, change: (record: T) => R): RecordWriter<T> {
  return {
    get readerGone() {
      return writer.readerGone;
    },
    write: (record) => writer.write(change(record)),
    close: () => writer.close(),
    discard: () => writer.discard(),
  };
}

function toJson({ record, features }: EmbeddedImage): object {
  const { path, status, reason, faces } = record;
  return {
    path,
    status,
    ...(reason !== undefined && { reason }),
    faces: faces.map(({ box, score, label, probability, flags }, i) => ({
      ...{ box, score, label, probability, flags },
      features: Array.from(features[i], shortest),
    })),
  };
}

/** A row a face, and one for an image without. */
function faceRows({ record }: EmbeddedImage): { values: CsvValue[]; index?: number }[] {
  const { path, status, reason, faces } = record;
  const image = [path, status, reason];
  if (faces.length === 0) return [{ values: [...image, ...FACE_COLUMNS.slice(3).map(() => "")] }];
  return faces.map((face, index) => ({
    values: [...image, index + 1, ...faceValues(face)],
    index,
  }));
}

function faceValues({ box, label, probability, flags }: FaceRecord): CsvValue[] {
  return [box.x, box.y, box.width, box.height, label, probability, flags.join(" ")];
}

/** A float32 in the fewest digits that give it back. */
function shortest(value: number): number {
  return Number(value.toPrecision(9));
}
