/**
 * The run behind `mltl vision align`.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import { createProgress, listInputs, loadEngine, lookAt, MltlError, printable } from "@mltl/core";
import {
  alignPhotographs,
  type DetectorName,
  hasImageName,
  looksLikeImage,
  type WhichFaces,
} from "@mltl/vision";
import { interruptSignal } from "../interrupt.js";
import { ClassifySummary, countByStatus } from "./classify-summary.js";
import { failureOf } from "./failure-line.js";

/** The options of `mltl vision align`. */
export interface AlignFlags {
  out: string;
  size: number;
  colour?: boolean;
  largest?: boolean;
  all?: boolean;
  detector: DetectorName;
  minFace?: number;
  minConfidence?: number;
  strict?: boolean;
}

/** Aligns the photographs of a folder and sets the exit code. */
export async function runAlign(folder: string, flags: AlignFlags): Promise<void> {
  const { out, size, colour, detector, minFace, minConfidence } = flags;
  if ((await lookAt(folder)).kind !== "folder") {
    throw new MltlError("E_NOT_FOUND", `Expected a folder of photographs, received ${folder}`);
  }
  const which = await whichFaces(folder, flags);
  const signal = interruptSignal();
  await loadEngine({ onNotice: (line) => process.stderr.write(`mltl: ${line}\n`) });
  const finding = { detector, minFace, minConfidence, signal };
  const alignment = await alignPhotographs({ out, root: folder, size, colour, which, ...finding });
  const summary = new ClassifySummary(undefined, countByStatus(alignment.done));
  const inputs = listInputs([folder], {
    accept: looksLikeImage,
    acceptName: hasImageName,
    leaveOut: [out],
    onIgnored: () => summary.ignore(),
    signal,
  });
  const progress = createProgress({ label: "aligning", unit: "photographs" });
  let written = 0;
  try {
    for await (const { record, files } of alignment.run(inputs)) {
      summary.add(record);
      written += files.length;
      const note = failureOf(record);
      if (note !== undefined) progress.note(note);
      progress.tick();
    }
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) process.stderr.write("mltl: stopped; the same command goes on\n");
    throw error;
  } finally {
    progress.stop();
  }
  process.stderr.write(summary.text());
  const words = which === "largest" ? "the largest of each photograph" : "every one found";
  process.stderr.write(`mltl: ${written} faces (${words}) in ${printable(out)}\n`);
  if (summary.failed(flags.strict ?? false)) process.exitCode = 1;
}

/** What is asked for; else every face where photographs lie in the folder itself. */
async function whichFaces(folder: string, { largest, all }: AlignFlags): Promise<WhichFaces> {
  if (largest) return "largest";
  if (all) return "all";
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.some((entry) => entry.isFile() && hasImageName(entry.name)) ? "all" : "largest";
}
