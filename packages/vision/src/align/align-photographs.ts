/**
 * Photographs made into faces that can be learned from: found, aligned, a picture each.
 *
 * @module
 */
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  type CsvValue,
  createCsvWriter,
  type InputFile,
  invalidArgument,
  MltlError,
  openSink,
  type Resumed,
  resumeOutput,
  writeFileAtomic,
} from "@mltl/core";
import sharp from "sharp";
import { OutputNames } from "../output/output-names.js";
import type { FaceRecord, ImageRecord } from "../schema.js";
import { type AlignedFacesOptions, type AlignedImage, alignedFaces } from "./aligned-faces.js";

/** Names of what lies beside the faces. */
export const ALIGN_FILES = { faces: "faces.csv", settings: "align.json" } as const;

const ALIGN_SCHEMA = "mltl.align/1";

/** How {@link alignPhotographs} works. */
export interface AlignOptions extends Omit<AlignedFacesOptions, "size"> {
  /** The folder that faces go to: a new one, or that of an earlier run, which is gone on with. */
  readonly out: string;
  /** The folder that the photographs lie in: the folders below it are repeated in `out`. */
  readonly root: string;
  /** Side of the pictures, pixels. Default: 48. */
  readonly size?: number;
}

/** What became of a photograph. */
export interface AlignedPhotograph {
  readonly record: ImageRecord;
  /** The pictures written, relative to `out`. */
  readonly files: readonly string[];
}

const COLUMNS = [
  "path",
  "source",
  "status",
  "reason",
  "faces",
  "face",
  "x",
  "y",
  "box_width",
  "box_height",
  "roll",
  "score",
  "flags",
];

/** Photographs that an earlier run has done, relative to `root`, each with its status. */
export type DonePhotographs = ReadonlyMap<string, string>;

/** A run that may go on with an earlier one. */
export interface Alignment {
  /** What is done already. */
  readonly done: DonePhotographs;
  /** Does the rest: one item for each photograph that isn't done, in the inputs' order. */
  run(inputs: AsyncIterable<InputFile> | Iterable<InputFile>): AsyncGenerator<AlignedPhotograph>;
}

/**
 * Opens `out`. Each face is written beside its place and renamed, then a line of `faces.csv` says that
 * it is done: whenever a run is stopped, the next one with the same inputs goes on.
 *
 * @throws MltlError `E_USAGE` for a size that isn't one, or an `out` that was made with other settings
 */
export async function alignPhotographs(options: AlignOptions): Promise<Alignment> {
  const { out, root, size = 48, which, colour = false, ...finding } = options;
  if (!(Number.isInteger(size) && size >= 16 && size <= 1024)) {
    throw invalidArgument("size", "a whole number of pixels from 16 to 1024", size);
  }
  if (path.resolve(out) === path.resolve(root)) {
    throw new MltlError(
      "E_USAGE",
      `Expected another folder than the photographs' for the faces, received ${out}`,
    );
  }
  await mkdir(out, { recursive: true });
  await keepSettings(out, { size, colour, which });
  const table = path.join(out, ALIGN_FILES.faces);
  const resumed = await resumeOutput(table, {
    format: "csv",
    columns: COLUMNS,
    key: "source",
    isWhole: (rows) => rows.length === Math.max(1, Number(rows[0].faces)),
  });
  const { done } = resumed;
  return {
    done,
    run: (inputs) => run(inputs, resumed, { ...finding, out, root, size, which, colour }),
  };
}

async function* run(
  inputs: AsyncIterable<InputFile> | Iterable<InputFile>,
  { done, empty }: Resumed,
  { out, root, ...options }: AlignOptions & { size: number },
): AsyncGenerator<AlignedPhotograph> {
  const names = new OutputNames(root, (file) => `${path.parse(file).name}.png`);
  const stillToDo = async function* () {
    for await (const input of inputs) {
      names.reserve(input.path);
      if (done.has(below(root, input.path))) names.forget(input.path);
      else yield input;
    }
  };
  const sink = await openSink({
    out: path.join(out, ALIGN_FILES.faces),
    lines: true,
    append: true,
  });
  const table = createCsvWriter<{ image: AlignedImage; files: readonly string[] }>(
    sink,
    COLUMNS,
    ({ image, files }) => rowsOf(image, files, below(root, image.record.path)),
    { header: empty },
  );
  try {
    for await (const image of alignedFaces(stillToDo(), options)) {
      const files = await writeFaces(image, names.take(image.record.path), out, options);
      await table.write({ image, files });
      yield { record: image.record, files };
    }
  } finally {
    await table.close();
  }
}

/** Each face as a PNG; their names relative to `out`. */
async function writeFaces(
  { crops }: AlignedImage,
  name: string,
  out: string,
  { size, which, colour }: { size: number } & Pick<AlignOptions, "which" | "colour">,
): Promise<string[]> {
  const files: string[] = [];
  for (const { index, pixels } of crops) {
    const file = which === "all" ? name.replace(/\.png$/, `.face${index + 1}.png`) : name;
    const channels = colour ? 3 : 1;
    const picture = sharp(pixels, { raw: { width: size, height: size, channels } });
    const grey = colour ? picture : picture.toColourspace("b-w");
    const place = path.join(out, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFileAtomic(place, await grey.png().toBuffer());
    files.push(slashed(file));
  }
  return files;
}

function rowsOf(
  { record, crops }: AlignedImage,
  files: readonly string[],
  source: string,
): CsvValue[][] {
  const { status, reason } = record;
  if (crops.length === 0) {
    return [["", source, status, reason, 0, ...COLUMNS.slice(5).map(() => "")]];
  }
  return crops.map(({ index, face }, i) => [
    files[i],
    source,
    status,
    reason,
    crops.length,
    index + 1,
    ...faceValues(face),
  ]);
}

function faceValues({ box, roll, score, flags }: FaceRecord): CsvValue[] {
  return [box.x, box.y, box.width, box.height, roll, score, flags.join(" ")];
}

/** Notes how faces are cut, and refuses to mix two ways in one folder. */
async function keepSettings(out: string, settings: object): Promise<void> {
  const file = path.join(out, ALIGN_FILES.settings);
  const text = `${JSON.stringify({ schema: ALIGN_SCHEMA, ...settings }, undefined, 2)}\n`;
  const there = await readFile(file, "utf8").catch(() => undefined);
  if (there === undefined) await writeFileAtomic(file, text);
  else if (there !== text) {
    throw new MltlError(
      "E_USAGE",
      `Expected a folder whose faces were made in the same way, received ${out}, made with ${oneLine(there)}`,
      {
        hint: "Name another folder with --out, or give the same options.",
      },
    );
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A photograph's place below the root, with `/` whatever the machine. */
function below(root: string, file: string): string {
  return slashed(path.relative(root, file));
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
