/**
 * Do labels change when a colour photograph becomes grey? Whole photographs, through each one's own
 * detection, since FER2013's faces are grey already.
 *
 * @module
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataRoot, findDataManifest, requireData } from "@mltl/core";
import { classify, loadModel } from "@mltl/vision";
import sharp from "sharp";
import { loadFaceApi } from "../../speed/peers/face-api.js";

type Box = Readonly<Record<"x" | "y" | "width" | "height", number>>;

/** A face of one photograph. */
export interface FoundFace {
  readonly box: Box;
  readonly label: string;
}

/** How often colour and grey get the same label. */
export interface GreyAgreement {
  /** Faces found in both. */
  readonly faces: number;
  readonly same: number;
  /** Faces found in one of the two alone. */
  readonly unmatched: number;
}

/** Boxes that share so much are of one face. */
const SAME_FACE = 0.5;

/** Of the colour photographs of the set `faces-detect`, ours and face-api's. */
export async function greyAgreements(
  model: string,
): Promise<{ photographs: number; agreements: Record<string, GreyAgreement> }> {
  const root = dataRoot();
  const folder = path.join(requireData(root, await findDataManifest("faces-detect")), "images");
  const work = await mkdtemp(path.join(tmpdir(), "mltl-grey-"));
  try {
    const pairs: [colour: string, grey: string][] = [];
    for (const name of (await readdir(folder)).sort()) {
      const colour = path.join(folder, name);
      if (!(await isColour(colour))) continue;
      const grey = path.join(work, `${name}.png`);
      await sharp(colour).autoOrient().greyscale().toColourspace("srgb").toFile(grey);
      pairs.push([colour, grey]);
    }
    const finders = { mltl: await ourFinder(model), "face-api": await faceApiFinder() };
    const agreements: Record<string, GreyAgreement> = {};
    for (const [id, find] of Object.entries(finders)) {
      const each: GreyAgreement[] = [];
      for (const [colour, grey] of pairs)
        each.push(agreement(await find(colour), await find(grey)));
      const sum = (of: (one: GreyAgreement) => number) =>
        each.reduce((total, one) => total + of(one), 0);
      agreements[id] = {
        faces: sum(({ faces }) => faces),
        same: sum(({ same }) => same),
        unmatched: sum(({ unmatched }) => unmatched),
      };
    }
    return { photographs: pairs.length, agreements };
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Each face of the first is matched with the one of the second that shares most with it. */
export function agreement(
  first: readonly FoundFace[],
  second: readonly FoundFace[],
): GreyAgreement {
  const free = new Set(second);
  let [faces, same] = [0, 0];
  for (const { box, label } of first) {
    const [best] = [...free].sort((a, b) => overlap(b.box, box) - overlap(a.box, box));
    if (!best || overlap(best.box, box) < SAME_FACE) continue;
    free.delete(best);
    faces++;
    if (best.label === label) same++;
  }
  return { faces, same, unmatched: first.length - faces + free.size };
}

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const side = (axis: "x" | "y", length: "width" | "height") =>
    Math.min(a[axis] + a[length], b[axis] + b[length]) - Math.max(a[axis], b[axis]);
  const shared = Math.max(0, side("x", "width")) * Math.max(0, side("y", "height"));
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** A photograph of three equal channels is grey. */
async function isColour(file: string): Promise<boolean> {
  const { channels } = await sharp(file).stats();
  return channels.length >= 3 && channels[0].sum !== channels[2].sum;
}

async function ourFinder(folder: string): Promise<(file: string) => Promise<FoundFace[]>> {
  const model = await loadModel(folder);
  return async (file) => {
    for await (const { faces } of classify([file], { model })) return faces;
    return [];
  };
}

async function faceApiFinder(): Promise<(file: string) => Promise<FoundFace[]>> {
  const faceApi = await loadFaceApi();
  return (file) => faceApi.classify(file);
}
