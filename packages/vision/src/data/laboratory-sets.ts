/**
 * Sets from laboratories: the names of their files say subject, sequence and, mostly, emotion.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { numberedLabel } from "./emotion-labels.js";
import {
  ALL,
  type FaceProblem,
  type LabelledPicture,
  listFolder,
  listPictures,
  type PictureListing,
} from "./labelled-pictures.js";
import { factsOfName } from "./picture-names.js";

/** Frames at the end of a sequence that show its emotion, as CK+ is mostly used. */
const PEAK_FRAMES = 3;

/**
 * Lists pictures whose names say their emotion (JAFFE, KDEF), grouped by subject; undefined where
 * the pictures of a folder have no such names.
 */
export async function listNamedPictures(root: string): Promise<PictureListing | undefined> {
  const sources = await listPictures(root);
  const named = sources.map((source) => ({ source, ...factsOfName(path.posix.basename(source)) }));
  if (
    !named.some(({ label }) => label) ||
    named.filter(({ label }) => label).length * 2 < named.length
  ) {
    return undefined;
  }
  const pictures: LabelledPicture[] = [];
  const problems: FaceProblem[] = [];
  for (const { source, label, subject = "" } of named) {
    if (label === undefined) {
      problems.push({ path: source, reason: "its name gives no emotion" });
    } else {
      pictures.push({
        file: path.join(root, source),
        source,
        label,
        split: ALL,
        facts: { subject },
      });
    }
  }
  return { pictures, problems, group: "subject" };
}

/**
 * Lists CK+ as it comes: `cohn-kanade-images/S005/001/S005_001_00000011.png` and
 * `Emotion/S005/001/S005_001_00000011_emotion.txt`. The last three frames of each labelled sequence,
 * grouped by subject; undefined for a folder without the two.
 */
export async function listCohnKanade(root: string): Promise<PictureListing | undefined> {
  const { folders } = await listFolder(root);
  const labelsAt = folders.find((name) => /^emotion(_labels)?$/i.test(name));
  const imagesAt = folders.find((name) => /^(extended-)?cohn-kanade-images$/i.test(name));
  if (labelsAt === undefined || imagesAt === undefined) return undefined;
  const frames = new Map<string, string[]>();
  for (const source of await listPictures(root, imagesAt)) {
    const { sequence } = factsOfName(path.posix.basename(source));
    if (sequence) frames.set(sequence, [...(frames.get(sequence) ?? []), source]);
  }
  const pictures: LabelledPicture[] = [];
  const problems: FaceProblem[] = [];
  for (const file of await listLabelFiles(root, labelsAt)) {
    const { subject = "", sequence = "" } = factsOfName(path.posix.basename(file));
    const number = String(Number((await readFile(path.join(root, file), "utf8")).trim()));
    const label = numberedLabel(number, "ck+");
    const own = frames.get(sequence)?.slice(-PEAK_FRAMES) ?? [];
    if (label === undefined || own.length === 0) {
      problems.push({
        path: file,
        reason: label === undefined ? `label ${number}` : "no pictures",
      });
      continue;
    }
    for (const source of own) {
      const facts = { subject, sequence };
      pictures.push({ file: path.join(root, source), source, label, split: ALL, facts });
    }
  }
  return { pictures, problems, group: "subject" };
}

async function listLabelFiles(root: string, folder: string): Promise<string[]> {
  const { folders, files } = await listFolder(path.join(root, folder));
  const own = files.filter((name) => name.endsWith("_emotion.txt"));
  const below = await Promise.all(folders.map((name) => listLabelFiles(root, `${folder}/${name}`)));
  return [...own.map((name) => `${folder}/${name}`), ...below.flat()];
}
