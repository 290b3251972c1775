/**
 * The labelled faces that the contenders are tried on.
 *
 * @module
 */
import { dataRoot } from "@mltl/core";
import type { FaceSet } from "#vision/data/face-set.js";
import { openFaces } from "#vision/data/open-faces.js";
import { LABELS } from "./contender.js";

/** Face `i` of every array is the same. */
export interface TestFaces {
  readonly count: number;
  /** [count, 48, 48] grey. */
  readonly crops: Uint8Array;
  /** Index into {@link LABELS}. */
  readonly gold: Uint8Array;
  /** Faces with the same name aren't independent: of one person. */
  readonly units: readonly string[];
  /** What is known of each by name, such as its subject or sequence. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Faces of other classes, which no contender knows, by class. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly data: {
    readonly set: string;
    readonly splits: readonly string[];
    readonly sha256: string;
  };
}

/** Some of the faces, under a name of their own. */
export interface TestPart {
  readonly id: string;
  /** For tables. */
  readonly name: string;
  /** What has to be known to read the figures. */
  readonly note: string;
  /** What a unit of the interval is. */
  readonly unit: "face" | "subject" | "person";
  /** Indices into the faces. */
  readonly rows: Int32Array;
}

/** Faces that are classified together, and the parts that are scored. */
export interface TestCase {
  readonly faces: TestFaces;
  readonly parts: readonly TestPart[];
}

/** Also in the train split of FER2013, which every contender has learned from. */
export const KNOWN_SUBJECT = "S055";

/** FER2013's test split, and the part of it without a twin in another split. */
export async function fer2013Case(): Promise<TestCase> {
  const faces = await readTestFaces("fer2013", ["test"]);
  const data = await openFaces("fer2013", { dataRoot: dataRoot(), labels: LABELS });
  const clean = await data.read("test", { clean: true });
  return {
    faces,
    parts: [
      {
        id: "fer2013",
        name: "FER2013 test",
        note: "all rows (PrivateTest), the figure of the field; every contender has learned from the train split",
        unit: "face",
        rows: Int32Array.from(faces.gold.keys()),
      },
      {
        id: "fer2013-clean",
        name: "FER2013 test, clean rows",
        note: "without the rows that are in, or near-identical with one in, another split",
        unit: "face",
        rows: clean.rows,
      },
    ],
  };
}

/** Sets that no contender has learned from, as far as is known. */
export async function unseenCases(): Promise<TestCase[]> {
  const posed = await readTestFaces("ckplus48", ["train", "dev", "test"]);
  const lfw = await readTestFaces("lfw-emotion", ["dev"]);
  const films = await readTestFaces("lfw-emotion", ["imfdb"]);
  return [
    {
      faces: posed,
      parts: [
        {
          id: "ckplus48",
          name: "CK+48",
          note: `posed; contempt left out, and subject ${KNOWN_SUBJECT}, who is in FER2013's train split; three near-identical frames a sequence`,
          unit: "subject",
          rows: withoutSubject(posed.columns.subject, KNOWN_SUBJECT),
        },
      ],
    },
    {
      faces: lfw,
      parts: [
        {
          id: "lfw-emotion",
          name: "LFW faces",
          note: "news photographs, labels by one rater, 94 % happy or neutral; contempt left out",
          unit: "person",
          rows: Int32Array.from(lfw.gold.keys()),
        },
      ],
    },
    {
      faces: films,
      parts: [
        {
          id: "imfdb",
          name: "film faces (IMFDB)",
          note: "8 actors, noisy labels",
          unit: "person",
          rows: Int32Array.from(films.gold.keys()),
        },
      ],
    },
  ];
}

/** Indices of the faces that aren't of one subject. */
export function withoutSubject(subjects: readonly string[], left: string): Int32Array {
  if (!subjects.includes(left)) throw new Error(`Expected faces of ${left}, received none`);
  return Int32Array.from(subjects.keys()).filter((i) => subjects[i] !== left);
}

async function readTestFaces(set: string, splits: readonly string[]): Promise<TestFaces> {
  const root = dataRoot();
  const all = await openFaces(set, { dataRoot: root });
  const known = await openFaces(set, { dataRoot: root, labels: LABELS });
  const parts: Omit<TestFaces, "data" | "leftOut">[] = [];
  const leftOut: Record<string, number> = {};
  for (const split of splits) {
    parts.push(asTestFaces(await known.read(split)));
    countOthers(await all.read(split), all.labels, leftOut);
  }
  return { ...joined(parts), leftOut, data: { set, splits, sha256: known.sha256 } };
}

/** The rows of a set whose labels are {@link LABELS}. */
function asTestFaces(set: FaceSet): Omit<TestFaces, "data" | "leftOut"> {
  const { rows, pixels, labels, groups, columns = {}, size } = set;
  const area = size * size;
  const crops = new Uint8Array(rows.length * area);
  rows.forEach((row, i) => {
    crops.set(pixels.subarray(row * area, (row + 1) * area), i * area);
  });
  const chosen = (values: readonly string[]) => Array.from(rows, (row) => values[row]);
  return {
    count: rows.length,
    crops,
    gold: Uint8Array.from(rows, (row) => labels[row]),
    units: Array.from(rows, (row) => groups?.[row] ?? String(row)),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, chosen(values)]),
    ),
  };
}

function countOthers(
  { rows, labels }: FaceSet,
  names: readonly string[],
  counts: Record<string, number>,
): void {
  for (const row of rows) {
    const name = names[labels[row]];
    if (!LABELS.includes(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
}

function joined(
  parts: readonly Omit<TestFaces, "data" | "leftOut">[],
): Omit<TestFaces, "data" | "leftOut"> {
  const names = Object.keys(parts[0].columns);
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    crops: Buffer.concat(parts.map(({ crops }) => crops)),
    gold: Buffer.concat(parts.map(({ gold }) => gold)),
    units: parts.flatMap(({ units }) => units),
    columns: Object.fromEntries(
      names.map((name) => [name, parts.flatMap(({ columns }) => columns[name])]),
    ),
  };
}
