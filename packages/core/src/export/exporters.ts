/**
 * What a task adds to an exported model; vision and text register theirs.
 *
 * @module
 */
import type { LoadedArtifact } from "../artifact/load.js";
import { MltlError } from "../errors.js";
import type { Feeds } from "../graph/host-array.js";
import type { Prediction } from "../program/predictor.js";

/** What is exported. */
export interface ExportContents {
  readonly prediction: Prediction;
  /** What the prediction's output is named. */
  readonly output: string;
  /** Input on which the export is compared with our own prediction before it is put in place. */
  readonly example: Feeds;
  /** Further files by path within the folder: what a page needs to use the model. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Makes an artifact of one task ready for export.
 *
 * @param folder - the artifact's
 */
export type Exporter = (artifact: LoadedArtifact, folder: string) => Promise<ExportContents>;

const exporters = new Map<string, Exporter>();

/** Makes models of a task exportable. */
export function registerExporter(task: string, exporter: Exporter): void {
  exporters.set(task, exporter);
}

/**
 * The exporter of a task.
 *
 * @throws MltlError `E_NOT_FOUND` naming the tasks there are
 */
export function exporterOf(task: string): Exporter {
  const exporter = exporters.get(task);
  if (exporter) return exporter;
  const known = [...exporters.keys()].sort().join(", ") || "none";
  throw new MltlError(
    "E_NOT_FOUND",
    `Expected a model that can be exported (${known}), received one for ${task}`,
  );
}
