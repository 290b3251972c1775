/**
 * The manifest of an artifact: what a model is, what it expects, where it comes from.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { lineageSchema } from "./lineage.js";

/** File names inside an artifact's folder; vocabularies are there where the task has some. */
export const ARTIFACT_FILES = {
  manifest: "manifest.json",
  network: "model.json",
  weights: "weights.bin",
  card: "card.md",
  vocabularies: "vocabularies.json",
} as const;

const metricsSchema = z.record(z.string(), z.number());

export const manifestSchema = z.strictObject({
  schema: z.literal("mltl.artifact/1"),
  name: z.string(),
  title: z.string(),
  /** What it does, e.g. `vision/classify`. */
  task: z.string(),
  /** In the order of the network's outputs. */
  labels: z.array(z.string()).min(1),
  /** How input becomes the network's input; its form belongs to the task. */
  preprocessing: z.record(z.string(), z.unknown()),
  /** Figures by split, fractions. */
  metrics: z.record(z.string(), metricsSchema),
  seed: z.number().int(),
  /** What it was trained on. */
  data: z.array(
    z.strictObject({
      name: z.string(),
      licence: z.string(),
      /** SHA-256 over the data set's manifest of files. */
      sha256: z.string(),
      /** How the set was split for this model, where it came without splits: its form belongs to the task. */
      split: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  licence: z.string(),
  /** The levels it came through. */
  lineage: lineageSchema,
  parameters: z.number().int(),
  /** SHA-256 of every other file of the folder. */
  files: z.record(z.string(), z.string()),
});

export type ArtifactManifest = z.infer<typeof manifestSchema>;

/** `model.json`: how to rebuild the network. */
export const networkSchema = z.strictObject({
  architecture: z.string(),
  options: z.record(z.string(), z.unknown()),
});

/**
 * Reads and checks an artifact's manifest.
 *
 * @throws MltlError `E_BAD_ARTIFACT` when it is missing or not one of ours
 */
export async function readManifest(folder: string): Promise<ArtifactManifest> {
  return readJson(folder, ARTIFACT_FILES.manifest, manifestSchema);
}

/** Reads a JSON file of an artifact against its schema. */
export async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const file = path.join(folder, name);
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const reason = missing ? "the file is missing" : "its content is not what mltl writes";
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `${folder} is not an mltl model: cannot use ${name}, ${reason}`,
      {
        cause,
        hint: "`mltl model ls` lists the models there are.",
      },
    );
  }
}
