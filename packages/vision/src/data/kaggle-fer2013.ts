/**
 * FER2013 as Kaggle gives it, `fer2013.csv` (emotion, pixels, Usage) or `icml_face_data.csv` (emotion,
 * Usage, pixels), and with FER+'s `fer2013new.csv` beside it, row by row.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { MltlError, sha256OfFile } from "@mltl/core";
import { type CsvHead, columnNamed, readCsvHead, readCsvRecords } from "./csv-head.js";
import { EMOTIONS, NUMBERINGS } from "./emotion-labels.js";
import type { FaceSet } from "./face-set.js";
import { sharesOf } from "./fer2013.js";
import { type FerplusTargets, underFerplus } from "./ferplus.js";
import { VOTES_PER_FACE } from "./ferplus-votes.js";
import { ALL, canonicalSplit, type FaceProblem } from "./labelled-pictures.js";
import type { OpenLayout } from "./open-layout.js";

const AREA = 48 * 48;
const FACES = ["fer2013.csv", "icml_face_data.csv"];
const VOTES = "fer2013new.csv";
const FER2013 = NUMBERINGS.fer2013.labels;
/** FER+'s columns of votes. */
const VOTE_COLUMNS = [
  "neutral",
  "happiness",
  "surprise",
  "sadness",
  "anger",
  "disgust",
  "fear",
  "contempt",
  "unknown",
  "nf",
];

/** Whether a table with this head has faces as pixels. */
export function isPixelTable(head: CsvHead): boolean {
  return (
    columnNamed(head, ["emotion"]) !== undefined && columnNamed(head, ["pixels"]) !== undefined
  );
}

/** Whether a table with this head has FER+'s votes. */
export function isVoteTable(head: CsvHead): boolean {
  return VOTE_COLUMNS.every((name) => columnNamed(head, [name]) !== undefined);
}

/** The file with the faces in a folder. */
export function pixelTableIn(folder: string): string | undefined {
  return FACES.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Opens the faces under FER2013's labels; with the raters' votes where FER+'s table lies beside. */
export async function openPixelTable(file: string): Promise<OpenLayout> {
  const votes = path.join(path.dirname(file), VOTES);
  const table = await readPixelTable(file, existsSync(votes) ? votes : undefined);
  return layoutOf(table, FER2013, ({ faces, ferplus }) =>
    ferplus ? { ...faces, votes: sharesOf(ferplus, faces.count, FER2013) } : faces,
  );
}

/**
 * Opens the faces beside FER+'s table, under FER+'s labels.
 *
 * @throws MltlError `E_NOT_FOUND` where they aren't beside it
 */
export async function openVoteTable(file: string): Promise<OpenLayout> {
  const folder = path.dirname(file);
  const faces = pixelTableIn(folder);
  if (faces === undefined) {
    throw new MltlError(
      "E_NOT_FOUND",
      `Expected ${FACES.join(" or ")} beside ${file}, received neither`,
      {
        hint: "FER+ has the votes alone; the faces are FER2013's, from Kaggle.",
      },
    );
  }
  const table = await readPixelTable(faces, file);
  return layoutOf(table, EMOTIONS, ({ faces, ferplus }, targets) =>
    underFerplus(faces, ferplus ?? new Uint8Array(), targets),
  );
}

interface PixelTable {
  splits: Map<string, { faces: FaceSet; ferplus?: Uint8Array }>;
  problems: FaceProblem[];
  sha256: string;
}

function layoutOf(
  { splits, problems, sha256 }: PixelTable,
  labels: readonly string[],
  view: (split: { faces: FaceSet; ferplus?: Uint8Array }, targets?: FerplusTargets) => FaceSet,
): OpenLayout {
  return {
    labels,
    splits: [...splits.keys()],
    problems,
    sha256,
    async read(name, { targets } = {}) {
      const split = splits.get(name);
      if (split) return view(split, targets);
      throw new MltlError(
        "E_NOT_FOUND",
        `No split '${name}'. Splits: ${[...splits.keys()].join(", ")}`,
      );
    },
  };
}

/** Rows of a split while they are read. */
interface Growing {
  pixels: Uint8Array;
  labels: number[];
  sources: string[];
  votes: number[];
}

async function readPixelTable(file: string, votesFile: string | undefined): Promise<PixelTable> {
  const head = await readCsvHead(file);
  const emotion = columnNamed(head, ["emotion"]) as string;
  const pixels = columnNamed(head, ["pixels"]) as string;
  const usage = columnNamed(head, ["usage"]);
  const votes = votesFile === undefined ? undefined : await readVotes(votesFile);
  const growing = new Map<string, Growing>();
  const problems: FaceProblem[] = [];
  let row = -1;
  for await (const record of readCsvRecords(file, head)) {
    row++;
    const source = `${path.basename(file)}#${row}`;
    const split = usage === undefined ? ALL : canonicalSplit(record[usage] ?? "");
    const label = Number(record[emotion] || Number.NaN);
    if (split === undefined || FER2013[label] === undefined) {
      const reason =
        split === undefined ? `Usage '${record[usage ?? ""]}'` : `emotion '${record[emotion]}'`;
      problems.push({ path: source, reason: `unknown ${reason}` });
      continue;
    }
    const part = growing.get(split) ?? {
      pixels: new Uint8Array(AREA * 64),
      labels: [],
      sources: [],
      votes: [],
    };
    growing.set(split, part);
    const count = part.labels.length;
    if ((count + 1) * AREA > part.pixels.length) {
      const larger = new Uint8Array(part.pixels.length * 2);
      larger.set(part.pixels);
      part.pixels = larger;
    }
    const found = readPixels(record[pixels] ?? "", part.pixels, count * AREA);
    if (found !== AREA) {
      problems.push({
        path: source,
        reason: `expected ${AREA} pixels of 0 to 255, received ${found}`,
      });
      continue;
    }
    part.labels.push(label);
    part.sources.push(source);
    if (votes) part.votes.push(...votes.slice(row * VOTES_PER_FACE, (row + 1) * VOTES_PER_FACE));
  }
  if (votes && votes.length !== (row + 1) * VOTES_PER_FACE) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected ${row + 1} rows in ${votesFile} as in ${file}, received ${votes.length / VOTES_PER_FACE}`,
    );
  }
  const hash = createHash("sha256").update(await sha256OfFile(file));
  if (votesFile !== undefined) hash.update(await sha256OfFile(votesFile));
  const splits = new Map(
    Array.from(growing, ([name, part]) => [name, finished(part, votes !== undefined)]),
  );
  return { splits, problems, sha256: hash.digest("hex") };
}

function finished(part: Growing, voted: boolean): { faces: FaceSet; ferplus?: Uint8Array } {
  const count = part.labels.length;
  const faces: FaceSet = {
    size: 48,
    count,
    pixels: part.pixels.slice(0, count * AREA),
    labels: Uint8Array.from(part.labels),
    rows: Int32Array.from(part.labels.keys()),
    sources: part.sources,
  };
  return { faces, ...(voted ? { ferplus: Uint8Array.from(part.votes) } : {}) };
}

/** Numbers between spaces; returns how many there are, or the place of one that is no grey level. */
function readPixels(text: string, into: Uint8Array, from: number): number {
  let count = 0;
  let value = -1;
  for (let i = 0; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 48 : -16;
    if (digit >= 0 && digit <= 9) {
      value = Math.max(0, value) * 10 + digit;
    } else if (value >= 0) {
      if (value > 255) return count;
      if (count < AREA) into[from + count] = value;
      count++;
      value = -1;
    }
  }
  return count;
}

async function readVotes(file: string): Promise<number[]> {
  const head = await readCsvHead(file);
  if (!isVoteTable(head)) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected FER+'s columns (${VOTE_COLUMNS.join(", ")}) in ${file}, received ${head.columns.join(", ")}`,
    );
  }
  const columns = VOTE_COLUMNS.map((name) => columnNamed(head, [name]) as string);
  const votes: number[] = [];
  for await (const record of readCsvRecords(file, head)) {
    for (const column of columns) votes.push(Number(record[column]));
  }
  return votes;
}
