/**
 * Training on one's own data: what may be asked for, and where everything lies.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { ARTIFACT_FILES, MltlError, readDataManifests } from "@mltl/core";
import type { ListFormat } from "../print-list.js";

/** The options that faces and text share. */
export interface OwnTrainingFlags {
  data: string;
  from: string;
  out?: string;
  val: string;
  test: string;
  folds?: number;
  foldsOnly?: boolean;
  epochs?: number;
  architecture?: string;
  licence?: string;
  seed: number;
  set: string[];
  dryRun?: boolean;
  resume?: boolean;
  dataRoot?: string;
  threads?: number;
  format: ListFormat;
}

/** Where things of one training lie. */
export interface TrainingPlaces {
  /** The path of the data; none where it is a set with a manifest. */
  readonly place?: string;
  /** Folder of the model. */
  readonly out: string;
  /** The plan, beside it. */
  readonly plan: string;
  /** The split, beside it: it names or holds the data, which a model that is passed on shouldn't. */
  readonly split: string;
  /** Where its evaluation would go. */
  readonly page: string;
  /** What folds came to. */
  readonly folds: string;
}

/**
 * Where the data and everything that is written lie.
 *
 * @param task - whose manifests are meant where the data is a name
 * @param splitEnding - what the split's name ends in
 */
export async function placesOf(
  { data, out }: Pick<OwnTrainingFlags, "data" | "out">,
  task: string,
  splitEnding: string,
): Promise<TrainingPlaces> {
  const manifests = await readDataManifests();
  const known = manifests.some((manifest) => manifest.name === data && manifest.task === task);
  const place = known ? undefined : path.resolve(data);
  const name = path.basename(place ?? data).replace(/(\.[a-z]\w{0,7})?(\.gz)?$/i, "");
  const folder = (out ?? `${name || "my"}-model`).replace(/\/+$/, "");
  return {
    ...(place !== undefined && { place }),
    out: folder,
    plan: `${folder}.plan.yaml`,
    split: `${folder}${splitEnding}`,
    page: `${folder}.html`,
    folds: `${folder}.folds`,
  };
}

/**
 * Refuses to replace a model: what it learned took a while, and what is gone is gone.
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

/**
 * A share of the data, or the path of other data.
 *
 * @param other - what may be at a path, such as `a folder of faces`
 * @throws MltlError `E_USAGE` for what is neither
 */
export function shareOrPlace(option: string, value: string, other: string): number | string {
  const share = Number(value);
  if (value.trim() !== "" && share >= 0 && share < 1) return share;
  if (Number.isNaN(share) && existsSync(value)) return path.resolve(value);
  throw new MltlError(
    "E_USAGE",
    `Expected a share from 0 to below 1 or ${other} for ${option}, received '${value}'`,
  );
}
