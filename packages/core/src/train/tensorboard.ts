/**
 * A history as TensorBoard event files, written by TensorFlow's own writer.
 *
 * @module
 */
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import type { HistoryLine, HistoryView } from "./history.js";

/** The part of tfjs-node's backend that writes summaries. */
interface SummaryBackend {
  summaryWriter(name: string): TF.Tensor;
  createSummaryFileWriter(writer: TF.Tensor, folder: string): void;
  writeScalarSummary(writer: TF.Tensor, step: number, tag: string, value: number): void;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly [],
    inputs: readonly TF.Tensor[],
    outputs: number,
  ): TF.Tensor[];
}

const EVENT_FILE = /^events\.out\.tfevents\./;
let writers = 0;

/**
 * Writes a history's losses, rates, gradient norms and dev figures, over steps, into a folder for
 * each level. Event files of an earlier run in these folders are replaced. Needs the native engine.
 */
export function tensorBoardView(folder: string): HistoryView {
  const open = new Map<string, TF.Tensor>();
  const backend = tf.backend() as unknown as SummaryBackend;
  const writerOf = (level: string) => {
    const known = open.get(level);
    if (known) return known;
    // A name of its own: TensorFlow would share the writer of a name, deleted file and all.
    const writer = backend.summaryWriter(`mltl-${process.pid}-${writers++}`);
    tf.tidy(() => backend.createSummaryFileWriter(writer, path.join(folder, level)));
    open.set(level, writer);
    return writer;
  };
  const add = (line: HistoryLine) => {
    const writer = writerOf(line.level);
    for (const [tag, value] of scalarsOf(line)) {
      backend.writeScalarSummary(writer, line.steps, tag, value);
    }
    if (line.kind === "epoch")
      backend.executeMultipleOutputs("FlushSummaryWriter", [], [writer], 0);
  };
  const close = () => {
    for (const writer of open.values()) {
      backend.executeMultipleOutputs("CloseSummaryWriter", [], [writer], 0);
      writer.dispose();
    }
    open.clear();
  };
  return {
    restart(lines, levels) {
      close();
      for (const level of levels) removeEvents(path.join(folder, level));
      for (const line of lines) add(line);
    },
    add,
    close,
  };
}

function scalarsOf(line: HistoryLine): [string, number][] {
  if (line.kind === "step") {
    return [
      [`step/loss ${line.objective}`, line.loss],
      ["step/rate", line.rate],
      ["step/gradient norm", line.norm],
    ];
  }
  const dev = Object.entries(line.metrics).map(([name, value]): [string, number] => [
    `dev/${name}`,
    value,
  ]);
  return [["epoch/loss", line.loss], ["epoch/rate", line.rate], ...dev];
}

function removeEvents(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  for (const name of names) if (EVENT_FILE.test(name)) rmSync(path.join(folder, name));
}
