/**
 * A data set out of a listing of pictures.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import { orderLabels } from "./emotion-labels.js";
import type { FaceSet } from "./face-set.js";
import { hashPictures, type PictureListing } from "./labelled-pictures.js";
import type { OpenLayout } from "./open-layout.js";
import { readPictures } from "./read-pictures.js";

const SPLIT_ORDER = ["train", "dev", "test"];

/**
 * Opens it: pictures are decoded when their split is read, each once.
 *
 * @param place - what the listing is of, for messages
 */
export async function openListing(place: string, listing: PictureListing): Promise<OpenLayout> {
  const { pictures, group } = listing;
  const labels = orderLabels(pictures.map(({ label }) => label));
  if (labels.length > 256) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected at most 256 classes in ${place}, received ${labels.length}`,
      { hint: "Is the column of labels the right one?" },
    );
  }
  const found = new Set(pictures.map(({ split }) => split));
  const splits = [
    ...SPLIT_ORDER.filter((split) => found.has(split)),
    ...[...found].filter((split) => !SPLIT_ORDER.includes(split)).sort(),
  ];
  const problems = [...listing.problems];
  const sets = new Map<string, Promise<FaceSet>>();
  const decode = async (split: string) => {
    const some = pictures.filter((picture) => picture.split === split);
    const { set, problems: unread } = await readPictures({ pictures: some, group }, labels);
    problems.push(...unread);
    return set;
  };
  return {
    labels,
    splits,
    problems,
    sha256: await hashPictures(pictures),
    read(split) {
      const set = sets.get(split) ?? decode(split);
      sets.set(split, set);
      return set;
    },
  };
}
