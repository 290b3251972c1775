/**
 * A table of pictures: a CSV with the path of each, its label, and more where there is more.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "@mltl/core";
import { type CsvHead, columnNamed, readCsvRecords } from "./csv-head.js";
import { canonicalLabel, type Numbering, numberedLabel, numberingOf } from "./emotion-labels.js";
import {
  ALL,
  canonicalSplit,
  type FaceProblem,
  type LabelledPicture,
  type PictureListing,
} from "./labelled-pictures.js";

/** Names that columns go by, in lower case; AffectNet's among them. */
const NAMES = {
  path: [
    "path",
    "file",
    "image",
    "filename",
    "file_name",
    "filepath",
    "image_path",
    "img",
    "pic",
    "subdirectory_filepath",
  ],
  label: ["label", "emotion", "class", "expression", "category"],
  split: ["split", "usage", "set", "partition", "subset"],
  group: ["group", "subject", "subject_id", "person", "person_id", "identity"],
};

const AFFECTNET_BOX = ["face_x", "face_y", "face_width", "face_height"];

/** Whether a table with this head is one of pictures. */
export function isPictureTable(head: CsvHead): boolean {
  return (
    columnNamed(head, NAMES.path) !== undefined && columnNamed(head, NAMES.label) !== undefined
  );
}

/**
 * Lists them; paths are relative to the table. Labels that are emotions have our names; numbers have
 * those of AffectNet, RAF-DB or FER2013 where the table's path (or AffectNet's own columns) says so.
 *
 * @throws MltlError `E_BAD_DATA` for a table without columns of path and label, naming those it has
 */
export async function listPictureTable(file: string, head: CsvHead): Promise<PictureListing> {
  const where = columnNamed(head, NAMES.path);
  const what = columnNamed(head, NAMES.label);
  if (where === undefined || what === undefined) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected a column of paths (${NAMES.path.join(", ")}) and one of labels (${NAMES.label.join(", ")}) in ${file}, received ${head.columns.join(", ")}`,
    );
  }
  const split = columnNamed(head, NAMES.split);
  const group = columnNamed(head, NAMES.group);
  const boxed = AFFECTNET_BOX.map((name) => columnNamed(head, [name]));
  const numbering =
    where.toLowerCase() === "subdirectory_filepath" ? "affectnet" : numberingOf(path.resolve(file));
  const folder = path.dirname(path.resolve(file));
  const pictures: LabelledPicture[] = [];
  const problems: FaceProblem[] = [];
  let row = 0;
  for await (const record of readCsvRecords(file, head)) {
    row++;
    const { [where]: place = "", [what]: named = "", ...others } = record;
    const label = labelOf(named, numbering);
    if (place === "" || label === undefined) {
      const missing =
        place === "" ? "no path" : named === "" ? "no label" : "a number of no emotion";
      problems.push({ path: place || `${path.basename(file)}, row ${row}`, reason: missing });
      continue;
    }
    const source = place.replaceAll("\\", "/");
    const box = boxOf(
      boxed.map((name) => (name === undefined ? Number.NaN : Number(record[name]))),
    );
    pictures.push({
      file: path.resolve(folder, source),
      source,
      label,
      split: splitOf(split === undefined ? "" : record[split]),
      facts: others,
      ...(box ? { box } : {}),
    });
  }
  return { pictures, problems, ...(group === undefined ? {} : { group }) };
}

function labelOf(named: string, numbering: Numbering | undefined): string | undefined {
  if (named === "") return undefined;
  return numbering && /^\d+$/.test(named) ? numberedLabel(named, numbering) : canonicalLabel(named);
}

function splitOf(named: string | undefined): string {
  return named ? (canonicalSplit(named) ?? named.toLowerCase()) : ALL;
}

function boxOf([x, y, width, height]: readonly number[]): LabelledPicture["box"] {
  return width > 0 && height > 0 && Number.isFinite(x + y) ? { x, y, width, height } : undefined;
}
