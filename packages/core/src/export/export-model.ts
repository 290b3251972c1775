/**
 * Exports an artifact as a folder that plain TensorFlow.js loads.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import type * as TF from "@tensorflow/tfjs";
import { loadArtifact } from "../artifact/load.js";
import { ARTIFACT_FILES } from "../artifact/manifest.js";
import { MltlError } from "../errors.js";
import type { HostArray } from "../graph/host-array.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import { replaceFolder } from "../io/replace-folder.js";
import { createPredictor } from "../program/predictor.js";
import { type ExportContents, exporterOf } from "./exporters.js";
import { hasLoops, runStockModel, stockModel } from "./stock-model.js";

const EXPORT_FILES = { model: "model.json", weights: "weights.bin", about: "about.json" } as const;
const EXPORT_SCHEMA = "mltl.export/1";

/** What an export came to. */
export interface ExportReport {
  readonly folder: string;
  /** Paths within the folder. */
  readonly files: readonly string[];
  /** Between the export's output and our own on the task's example, at most. */
  readonly difference: number;
}

/** How far the export's output may be from our own, where outputs are around 1. */
const TOLERANCE = 1e-4;

/**
 * Writes `model.json` and `weights.bin` for `tf.loadGraphModel`, `about.json` (labels, inputs,
 * licence, data), the model's card, and what its task adds. The export is run and compared before it
 * takes the folder's place. The engine has to be running.
 *
 * @param source - the artifact's folder
 * @param target - a new folder, or that of an export, which is replaced
 * @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM`, `E_NOT_FOUND` for a task without export,
 *   `E_USAGE` where the target holds something else
 */
export async function exportModel(source: string, target: string): Promise<ExportReport> {
  const folder = path.resolve(target);
  await requireExportFolder(folder);
  const artifact = await loadArtifact(source);
  const { manifest } = artifact;
  const contents = await exporterOf(manifest.task)(artifact, source);
  const model = stockModel(contents.prediction, contents.output);
  const difference = await compare(model, contents);
  const { name, title, task, labels, preprocessing, licence, data } = manifest;
  const about = {
    schema: EXPORT_SCHEMA,
    ...{ name, title, task, labels, preprocessing, licence, data },
    inputs: contents.prediction.inputs,
    output: contents.output,
    /** True where the model takes `executeAsync`. */
    hasLoops: hasLoops(model),
  };
  return replaceFolder(folder, async (made) => {
    const files = new Map<string, string | Uint8Array>([
      ...modelFiles(model),
      [EXPORT_FILES.about, toJson(about)],
      ...contents.files,
    ]);
    for (const [name, content] of files) {
      await mkdir(path.dirname(path.join(made, name)), { recursive: true });
      await writeFileAtomic(path.join(made, name), content);
    }
    await copyFile(path.join(source, ARTIFACT_FILES.card), path.join(made, ARTIFACT_FILES.card));
    return { folder, files: [...files.keys(), ARTIFACT_FILES.card].sort(), difference };
  });
}

async function requireExportFolder(folder: string): Promise<void> {
  if (!existsSync(folder) || existsSync(path.join(folder, EXPORT_FILES.about))) return;
  const [first] = await readdir(folder).catch(() => ["a file of that name"]);
  if (first === undefined) return;
  throw new MltlError(
    "E_USAGE",
    `Expected a new folder or an export's for the export, received ${folder}, which holds ${first}`,
    { hint: "Name a folder that doesn't exist yet." },
  );
}

async function compare(
  model: TF.io.ModelArtifacts,
  { prediction, example }: ExportContents,
): Promise<number> {
  const predictor = createPredictor(prediction);
  let expected: HostArray;
  try {
    expected = predictor.run(example);
  } finally {
    predictor.dispose();
  }
  const received = await runStockModel(model, example);
  let difference = 0;
  let largest = 1;
  expected.data.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - received.data[i]));
    largest = Math.max(largest, Math.abs(value));
  });
  if (difference <= TOLERANCE * largest) return difference;
  throw new Error(`The export differs from the model by ${difference} on the task's example`);
}

function modelFiles({
  weightSpecs,
  weightData,
  ...model
}: TF.io.ModelArtifacts): [string, string | Uint8Array][] {
  const weightsManifest = [{ paths: [EXPORT_FILES.weights], weights: weightSpecs }];
  return [
    [EXPORT_FILES.model, JSON.stringify({ ...model, weightsManifest })],
    [EXPORT_FILES.weights, new Uint8Array(weightData as ArrayBuffer)],
  ];
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
