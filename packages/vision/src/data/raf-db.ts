/**
 * RAF-DB (Li, Deng & Du 2017), basic emotions: `list_patition_label.txt` (spelt so) with a name and a
 * number on each line, pictures `train_00001_aligned.jpg` somewhere beside it.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { numberedLabel } from "./emotion-labels.js";
import {
  ALL,
  canonicalSplit,
  type FaceProblem,
  type LabelledPicture,
  listPictures,
  type PictureListing,
} from "./labelled-pictures.js";

const LISTS = ["", "EmoLabel", "basic/EmoLabel"].map((folder) =>
  path.join(folder, "list_patition_label.txt"),
);

/** The list of labels in a folder. */
export function rafDbListIn(folder: string): string | undefined {
  return LISTS.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Lists the pictures; the aligned one where both are there. */
export async function listRafDb(root: string, list: string): Promise<PictureListing> {
  const places = new Map<string, string>();
  for (const source of await listPictures(root)) places.set(path.posix.basename(source), source);
  const pictures: LabelledPicture[] = [];
  const problems: FaceProblem[] = [];
  for (const line of (await readFile(list, "utf8")).split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [name, number] = line.trim().split(/\s+/);
    const { name: stem, ext } = path.parse(name);
    const source = places.get(`${stem}_aligned${ext}`) ?? places.get(name);
    const label = numberedLabel(number, "raf-db");
    if (source === undefined || label === undefined) {
      problems.push({ path: name, reason: source === undefined ? "missing" : `label '${number}'` });
      continue;
    }
    const split = canonicalSplit(stem.split("_")[0]) ?? ALL;
    pictures.push({ file: path.join(root, source), source, label, split, facts: {} });
  }
  return { pictures, problems };
}
