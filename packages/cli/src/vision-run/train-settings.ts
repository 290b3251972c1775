/**
 * What `mltl vision train` was asked for, as settings of a level.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { ARTIFACT_FILES, MltlError, readDataManifests } from "@mltl/core";
import type { LevelFacesInput } from "@mltl/vision/training";
import type { ListFormat } from "../print-list.js";

/** The options of `mltl vision train`. */
export interface VisionTrainFlags {
  data: string;
  from: string;
  out?: string;
  val: string;
  test: string;
  groupBy?: string;
  folds?: number;
  foldsOnly?: boolean;
  epochs?: number;
  architecture?: string;
  licence?: string;
  seed: number;
  set: string[];
  dryRun?: boolean;
  preview?: string;
  resume?: boolean;
  dataRoot?: string;
  threads?: number;
  format: ListFormat;
}

/** Where things of one training lie. */
export interface TrainingPlaces {
  /** The path of the faces; none where they are a set with a manifest. */
  readonly place?: string;
  /** Folder of the model. */
  readonly out: string;
  /** The plan, beside it. */
  readonly plan: string;
  /** The split, beside it: it names faces, which a model that is passed on shouldn't. */
  readonly split: string;
  /** Where its evaluation would go. */
  readonly page: string;
  /** What folds came to. */
  readonly folds: string;
}

/** Where the faces and everything that is written lie. */
export async function placesOf({ data, out }: VisionTrainFlags): Promise<TrainingPlaces> {
  const manifests = await readDataManifests();
  const known = manifests.some(({ name, task }) => name === data && task === "vision/classify");
  const place = known ? undefined : path.resolve(data);
  const folder = (out ?? `${path.parse(place ?? data).name}-model`).replace(/\/+$/, "");
  return {
    ...(place !== undefined && { place }),
    out: folder,
    plan: `${folder}.plan.yaml`,
    split: `${folder}.split.csv`,
    page: `${folder}.html`,
    folds: `${folder}.folds`,
  };
}

/**
 * Refuses to replace a model: faces take a minute to learn, and what is gone is gone.
 *
 * @throws MltlError `E_USAGE` naming the folder
 */
export function requireNewModel(out: string): void {
  if (!existsSync(path.join(out, ARTIFACT_FILES.manifest))) return;
  throw new MltlError(
    "E_USAGE",
    `Expected a new folder for the model, received ${out}, which holds one`,
    {
      hint: `Name another with --out, or delete ${out}.`,
    },
  );
}

/** The level's settings of its faces. */
export function faceSettings(
  { data, val, test, groupBy, licence, seed }: VisionTrainFlags,
  place: string | undefined,
): LevelFacesInput {
  return {
    set: place ?? data,
    ...(licence !== undefined && { licence }),
    split: {
      dev: shareOrPlace("--val", val),
      test: shareOrPlace("--test", test),
      seed,
      ...(groupBy !== undefined && { groupBy }),
    },
  };
}

/** A share of the faces, or the path of other faces. */
function shareOrPlace(option: string, value: string): number | string {
  const share = Number(value);
  if (value.trim() !== "" && share >= 0 && share < 1) return share;
  if (Number.isNaN(share) && existsSync(value)) return path.resolve(value);
  throw new MltlError(
    "E_USAGE",
    `Expected a share from 0 to below 1 or a folder of faces for ${option}, received '${value}'`,
  );
}
