/**
 * Face sets with a manifest, as pictures of faces in a folder for each class: `SPLIT/LABEL/PICTURE`.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "@mltl/core";
import type { FaceSet, FaceSource } from "./face-set.js";
import { listFolder, listPictures } from "./labelled-pictures.js";
import { factsOfName } from "./picture-names.js";
import { readPictures } from "./read-pictures.js";

/**
 * Reads one split; rows are in the order of classes, then of file names.
 *
 * @throws MltlError `E_BAD_DATA` for a folder that is no class, or a picture that can't be read
 */
export async function readFaceFolders({ folder, split, labels }: FaceSource): Promise<FaceSet> {
  const { folders } = await listFolder(path.join(folder, split));
  const stray = folders.find((name) => !labels.includes(name));
  if (stray) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected folders ${labels.join(", ")} in ${path.join(folder, split)}, received '${stray}'`,
    );
  }
  const ofClass = labels
    .filter((label) => folders.includes(label))
    .map(async (label) => {
      const sources = await listPictures(folder, `${split}/${label}`);
      return sources.map((source) => {
        const { subject, sequence } = factsOfName(path.posix.basename(source));
        const facts = { ...(subject && { subject }), ...(sequence && { sequence }) };
        return { file: path.join(folder, source), source, label, split, facts };
      });
    });
  const pictures = (await Promise.all(ofClass)).flat();
  const named = pictures.length > 0 && pictures.every(({ facts }) => facts.subject !== undefined);
  const listing = { pictures, ...(named ? { group: "subject" } : {}) };
  const { set, problems } = await readPictures(listing, labels);
  if (problems.length === 0) return set;
  const [{ path: file, reason }] = problems;
  throw new MltlError("E_BAD_DATA", `Cannot read the face ${path.join(folder, file)}: ${reason}`);
}
