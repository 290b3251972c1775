/**
 * Data sets of faces by a manifest's name or by a path, whatever they look like.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import {
  type DataManifest,
  dataSetHash,
  didYouMean,
  hasData,
  MltlError,
  readDataManifests,
  requireData,
} from "@mltl/core";
import type { FaceSet } from "./face-set.js";
import { ALL, type FaceProblem } from "./labelled-pictures.js";
import { openLayout } from "./open-layout.js";
import { type ReadFacesOptions, readFaceSet } from "./read-face-set.js";
import { withLabels } from "./with-labels.js";

export interface OpenFacesOptions {
  /** Where data sets with manifests lie. */
  readonly dataRoot: string;
  /**
   * The classes that are wanted, in this order; faces of others are left out. Default: those of the
   * manifest, or those that are found: emotions in our order, then others by name.
   */
  readonly labels?: readonly string[];
}

/** A data set of faces, of which any split can be read. */
export interface FaceData {
  readonly name: string;
  readonly labels: readonly string[];
  /** `all` alone where it comes without splits. */
  readonly splits: readonly string[];
  readonly hasOwnSplits: boolean;
  readonly licence: string;
  /** Over all files that are read: changes when any of them does. */
  readonly sha256: string;
  /** Whether a model trained on it may be passed on with the toolkit. */
  readonly ship: boolean;
  /** What was left out, and why; pictures that can't be decoded come in as splits are read. */
  readonly problems: readonly FaceProblem[];
  /** @throws MltlError `E_NOT_FOUND` for a split that it doesn't have */
  read(split: string, options?: ReadFacesOptions): Promise<FaceSet>;
}

/**
 * Opens a data set of faces.
 *
 * @param data - the name of a manifest, else a path: a folder of class folders, a folder of
 *   SPLIT/class folders, a CSV of path and label, or a layout of the field's
 * @throws MltlError `E_NOT_FOUND` for neither name nor path, `E_BAD_DATA` for what holds no faces of
 *   two classes
 */
export async function openFaces(
  data: string,
  { dataRoot, labels }: OpenFacesOptions,
): Promise<FaceData> {
  const manifests = (await readDataManifests()).filter(({ task }) => task === "vision/classify");
  const manifest = manifests.find(({ name }) => name === data);
  if (manifest) return openManifest(manifest, dataRoot, labels);
  const facts = await stat(data).catch(() => undefined);
  const compact = manifests
    .filter(({ files }) => !Object.keys(files).some((file) => file.endsWith("/")))
    .map((one) => ({ ...one, folder: "." }))
    .find((one) => hasData(data, one));
  if (compact) return openManifest(compact, data, labels);
  if (facts) return openPath(data, labels);
  const names = manifests.map(({ name }) => name);
  throw new MltlError(
    "E_NOT_FOUND",
    `No data set of faces and no path '${data}'${didYouMean(data, names) || "."} Sets: ${names.join(", ")}`,
    {
      hint: "Give a set's name, a folder with a folder of pictures for each class, or a CSV of path and label.",
    },
  );
}

function openManifest(
  manifest: DataManifest,
  dataRoot: string,
  wanted: readonly string[] | undefined,
): FaceData {
  requireData(dataRoot, manifest);
  const { name, licence, ship, labels: own = [], counts = {} } = manifest;
  const labels = wanted ?? own;
  return {
    name,
    labels,
    splits: Object.keys(counts),
    hasOwnSplits: true,
    licence,
    sha256: dataSetHash(manifest),
    ship,
    problems: [],
    async read(split, options) {
      return withLabels(await readFaceSet(dataRoot, manifest, split, options), own, labels);
    },
  };
}

async function openPath(data: string, wanted: readonly string[] | undefined): Promise<FaceData> {
  const place = path.resolve(data);
  const { labels: own, splits, problems, sha256, read } = await openLayout(place);
  if (own.length === 0 || (own.length === 1 && wanted === undefined)) {
    throw tooFewClasses(data, own);
  }
  const labels = wanted ?? own;
  return {
    name: path.basename(place),
    labels,
    splits,
    hasOwnSplits: splits.some((split) => split !== ALL),
    licence: "not stated",
    sha256,
    ship: false,
    problems,
    async read(split, options) {
      if (splits.includes(split)) return withLabels(await read(split, options), own, labels);
      throw new MltlError(
        "E_NOT_FOUND",
        `${data} has no split '${split}'. Splits: ${splits.join(", ")}`,
      );
    },
  };
}

function tooFewClasses(data: string, found: readonly string[]): MltlError {
  const received = found.length === 0 ? "none" : `'${found[0]}' only`;
  return new MltlError(
    "E_BAD_DATA",
    `Expected pictures of at least 2 classes in ${data}, received ${received}`,
    {
      hint: `Put the pictures of each class in a folder of its own (${data}/happy, ${data}/sad), or name a CSV of path and label.`,
    },
  );
}
