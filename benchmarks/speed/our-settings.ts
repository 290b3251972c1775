/**
 * What our own contenders are told, and the engine they are told to run.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Engine, loadEngine } from "@mltl/core";
import { useThreads } from "./measure.js";

/** The options that a case passes. */
export interface OurSettings {
  readonly batch: string;
  readonly threads: number;
  readonly seconds: number;
  /** The file of the tagger's cases. */
  readonly corpus: string;
  /** Folder of a model; the one that comes along where left out. */
  readonly model?: string;
  readonly engine: Engine;
}

/**
 * Reads `--batch N --threads N --seconds N --corpus FILE --model DIR` and starts the native engine.
 *
 * @param parallel - where its threads work: within operations and across them, or across alone
 */
export async function ourSettings(parallel: "within" | "across"): Promise<OurSettings> {
  const { values } = parseArgs({
    options: {
      batch: { type: "string", default: "32" },
      threads: { type: "string", default: "1" },
      seconds: { type: "string", default: "10" },
      corpus: { type: "string", default: "" },
      model: { type: "string" },
    },
  });
  const threads = Number(values.threads);
  useThreads(parallel === "within" ? threads : 1, threads);
  const engine = await loadEngine({ kind: "native" });
  const { batch, corpus, model } = values;
  return { batch, corpus, model, threads, seconds: Number(values.seconds), engine };
}
