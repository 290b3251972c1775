/**
 * Pictures in a folder for each class: `CLASS/PICTURE` or `SPLIT/CLASS/PICTURE`, at any depth below
 * the class.
 *
 * @module
 */
import path from "node:path";
import { hasImageName } from "../image/format.js";
import { canonicalLabel, numberedLabel, numberingOf } from "./emotion-labels.js";
import {
  ALL,
  canonicalSplit,
  type FaceProblem,
  joined,
  type LabelledPicture,
  listFolder,
  listPictures,
  type PictureListing,
} from "./labelled-pictures.js";
import { factsOfName } from "./picture-names.js";

/**
 * Lists them. Classes have our names where they are emotions (`Anger`, `happiness`); folders with
 * numbers have the names that AffectNet, RAF-DB or FER2013 give them where the path says which.
 */
export async function listClassFolders(root: string): Promise<PictureListing> {
  const { folders, files } = await listFolder(root);
  const bySplit = folders.length > 0 && folders.every((name) => canonicalSplit(name) !== undefined);
  const pictures: LabelledPicture[] = [];
  const problems: FaceProblem[] = files
    .filter(hasImageName)
    .map((name) => ({ path: name, reason: "not in the folder of a class" }));
  for (const folder of bySplit ? folders : [""]) {
    const split = canonicalSplit(folder) ?? ALL;
    const classes = bySplit ? (await listFolder(path.join(root, folder))).folders : folders;
    for (const name of classes) {
      const place = joined(folder, name);
      const label = labelOf(name, path.resolve(root));
      const sources = label === undefined ? [] : await listPictures(root, place);
      if (sources.length === 0) {
        const reason = label === undefined ? "a number of no emotion" : "no pictures in it";
        problems.push({ path: place, reason });
      }
      for (const source of sources) {
        const { subject, sequence } = factsOfName(path.posix.basename(source));
        const facts = { ...(subject && { subject }), ...(sequence && { sequence }) };
        const file = path.join(root, source);
        pictures.push({ file, source, label: label as string, split, facts });
      }
    }
  }
  const subjects = pictures.length > 0 && pictures.every(({ facts }) => facts.subject);
  return { pictures, problems, ...(subjects ? { group: "subject" } : {}) };
}

/** The label of a folder; undefined for a number that stands for no emotion. */
function labelOf(folder: string, root: string): string | undefined {
  const numbering = /^\d+$/.test(folder) ? numberingOf(root) : undefined;
  return numbering ? numberedLabel(folder, numbering) : canonicalLabel(folder);
}
