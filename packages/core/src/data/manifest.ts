/**
 * Manifests of data sets: what they are, where they come from, what they may be used for.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { didYouMean } from "../nearest-name.js";
import { checkedBy } from "../schema-issues.js";

const dataManifestSchema = z.strictObject({
  schema: z.literal("mltl.data/1"),
  name: z.string(),
  title: z.string(),
  task: z.enum(["vision/classify", "vision/detect", "text/tag", "text/pos", "text/vectors"]),
  /** Reader of its files, a name known to vision or text. */
  format: z.string(),
  /** Folder under the data root. */
  folder: z.string(),
  source: z.string(),
  licence: z.string(),
  /** Whether a model trained on it may be passed on with the toolkit. */
  ship: z.boolean(),
  note: z.string().optional(),
  /** Classes of faces in the order of their numbers, or types of entities. */
  labels: z.array(z.string()).optional(),
  /** What its types of entities are called by models of PER, LOC and ORG, where it has other names. */
  commonTypes: z.record(z.string(), z.string()).optional(),
  /** Items by split: faces or sentences. */
  counts: z.record(z.string(), z.number()).optional(),
  /** The split that is cut into train and dev, where a set comes without one to choose on. */
  cut: z.string().optional(),
  /** SHA-256 of each file that is read; of a folder, whose name ends in `/`, over its files. */
  files: z.record(z.string(), z.string()),
  /** What may be fetched, in order; an archive is unpacked in the set's folder. */
  get: z
    .array(
      z.strictObject({
        /** Its name under the set's folder. */
        file: z.string(),
        url: z.url(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        /** Bytes. */
        size: z.number().int().positive(),
        unpack: z.literal("zip").optional(),
      }),
    )
    .optional(),
  /** Where one asks for it in person, and how. */
  request: z.strictObject({ page: z.url(), how: z.string() }).optional(),
});

export type DataManifest = z.infer<typeof dataManifestSchema>;

/** The folder of manifests that come with the project. */
export const MANIFEST_FOLDER = fileURLToPath(
  new URL("../../../../data/manifests", import.meta.url),
);

/** Every manifest of a folder, sorted by name. */
export async function readDataManifests(folder = MANIFEST_FOLDER): Promise<DataManifest[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  return Promise.all(files.map((file) => readDataManifest(path.join(folder, file))));
}

/**
 * The manifest of a name.
 *
 * @throws MltlError `E_NOT_FOUND` naming the one that may have been meant, else all there are
 */
export async function findDataManifest(
  name: string,
  folder = MANIFEST_FOLDER,
): Promise<DataManifest> {
  const manifests = await readDataManifests(folder);
  const found = manifests.find((manifest) => manifest.name === name);
  if (found) return found;
  const known = manifests.map((manifest) => manifest.name);
  const meant = didYouMean(name, known) || `. Known: ${known.join(", ")}`;
  throw new MltlError("E_NOT_FOUND", `No data set '${name}'${meant}`, {
    hint: "`mltl data ls` describes them all.",
  });
}

async function readDataManifest(file: string): Promise<DataManifest> {
  const value: unknown = parse(await readFile(file, "utf8"));
  return checkedBy(dataManifestSchema, value, "E_BAD_DATA", `${file} is not a data manifest`);
}

/** SHA-256 over the hashes of a data set's files: changes when any of them does. */
export function dataSetHash({ files }: Pick<DataManifest, "files">): string {
  const lines = Object.entries(files).map(([file, hash]) => `${hash}  ${file}\n`);
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}
