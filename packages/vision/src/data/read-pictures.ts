/**
 * Decodes pictures of faces into a set.
 *
 * @module
 */
import { cropGrey, wholePicture } from "../align/crop.js";
import type { Similarity } from "../align/similarity.js";
import { decodeImage } from "../image/decode.js";
import type { FaceSet } from "./face-set.js";
import type { FaceProblem, LabelledPicture, PictureListing } from "./labelled-pictures.js";

const SIZE = 48;

/** Pictures that are decoded at a time. */
const AT_ONCE = 16;

/**
 * Reads pictures in their order: 48x48 and grey, as `classify` makes them from pictures that are
 * faces. Those that can't be read are left out of every array and reported.
 *
 * @param listing.group - the fact that becomes the set's groups
 */
export async function readPictures(
  { pictures, group }: Pick<PictureListing, "pictures" | "group">,
  labels: readonly string[],
): Promise<{ set: FaceSet; problems: FaceProblem[] }> {
  const area = SIZE ** 2;
  const pixels = new Uint8Array(pictures.length * area);
  const kept: LabelledPicture[] = [];
  const problems: FaceProblem[] = [];
  for (let from = 0; from < pictures.length; from += AT_ONCE) {
    const some = pictures.slice(from, from + AT_ONCE);
    const faces = await Promise.all(some.map(readFace));
    faces.forEach((face, i) => {
      if (typeof face === "string") {
        problems.push({ path: some[i].source, reason: face });
      } else {
        pixels.set(face, kept.length * area);
        kept.push(some[i]);
      }
    });
  }
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const columns = columnsOf(kept);
  const set: FaceSet = {
    size: SIZE,
    count: kept.length,
    pixels: pixels.subarray(0, kept.length * area),
    labels: Uint8Array.from(kept, ({ label }) => numbers.get(label) ?? labels.length),
    rows: Int32Array.from(kept.keys()),
    sources: kept.map(({ source }) => source),
    columns,
    ...(group === undefined ? {} : { groups: columns[group] ?? [] }),
  };
  return { set, problems };
}

function columnsOf(pictures: readonly LabelledPicture[]): Record<string, string[]> {
  const names = new Set(pictures.flatMap(({ facts }) => Object.keys(facts)));
  return Object.fromEntries(
    Array.from(names, (name) => [name, pictures.map(({ facts }) => facts[name] ?? "")]),
  );
}

/** Grey bytes of a face, or why there are none. */
async function readFace({ file, box }: LabelledPicture): Promise<Uint8Array | string> {
  const decoded = await decodeImage(file);
  if (decoded.status !== "ok") return decoded.reason;
  const { picture } = decoded;
  const view = box ? boxView(box, picture.scale) : wholePicture(picture, SIZE);
  return cropGrey(picture, view, SIZE);
}

/** The square around a box. */
function boxView(
  { x, y, width, height }: NonNullable<LabelledPicture["box"]>,
  scale: number,
): Similarity {
  const span = Math.max(width, height) * scale;
  const left = (x + width / 2) * scale - span / 2;
  const top = (y + height / 2) * scale - span / 2;
  return { a: span / SIZE, b: 0, x: left, y: top };
}
