/**
 * The run behind `mltl vision embed`.
 *
 * @module
 */
import { extname } from "node:path";
import { createProgress, listInputs, loadEngine, MltlError } from "@mltl/core";
import {
  createFeatureWriter,
  type DetectorName,
  embed,
  type FaceMode,
  FEATURE_FORMATS,
  type FeatureFormat,
  hasImageName,
  loadFaceFeatures,
  looksLikeImage,
} from "@mltl/vision";
import { interruptSignal } from "../interrupt.js";
import { writeRecords } from "../write-records.js";
import { ClassifySummary } from "./classify-summary.js";
import { failureOf } from "./failure-line.js";

/** The options of `mltl vision embed`. */
export interface EmbedFlags {
  null?: boolean;
  model: string;
  detector: DetectorName;
  faces: FaceMode;
  minFace?: number;
  minConfidence?: number;
  format?: FeatureFormat;
  out?: string;
  strict?: boolean;
}

/** Embeds the inputs, writes their features and sets the exit code. */
export async function runEmbed(patterns: readonly string[], flags: EmbedFlags): Promise<void> {
  const { out, model, detector, faces, minFace, minConfidence } = flags;
  const format = flags.format ?? formatOf(out);
  if (format === "npy" && out === undefined) {
    throw new MltlError("E_USAGE", "Expected a file for npy, received none", {
      hint: "Name one: --out faces.npy",
    });
  }
  if (out !== undefined && hasImageName(out)) {
    throw new MltlError("E_USAGE", `Expected a file for features as --out, received ${out}`, {
      hint: "an image of that name would be overwritten; name it .npy, .csv or .jsonl",
    });
  }
  const signal = interruptSignal();
  await loadEngine({ onNotice: (line) => process.stderr.write(`mltl: ${line}\n`) });
  const { featureCount, dispose } = await loadFaceFeatures(model);
  dispose();
  const summary = new ClassifySummary([], new Map());
  const inputs = listInputs(patterns, {
    accept: looksLikeImage,
    acceptName: hasImageName,
    fromStdin: { stream: process.stdin, nul: flags.null ?? false },
    onIgnored: () => summary.ignore(),
    signal,
  });
  const images = embed(inputs, { model, detector, faces, minFace, minConfidence, signal });
  const writer = await createFeatureWriter(format, out, featureCount);
  const progress = createProgress({ label: "embedding", unit: "images" });
  const finished = await writeRecords(images, writer, progress, ({ record }) => {
    summary.add(record);
    return failureOf(record);
  });
  if (!finished) return;
  process.stderr.write(summary.text());
  if (summary.failed(flags.strict ?? false)) process.exitCode = 1;
}

function formatOf(out: string | undefined): FeatureFormat {
  const ending = out === undefined ? "" : extname(out).slice(1).toLowerCase();
  return FEATURE_FORMATS.find((name) => name === ending) ?? "jsonl";
}
