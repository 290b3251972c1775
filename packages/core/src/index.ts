/**
 * What faces and text share: the engine, blocks and training, artifacts, metrics, input and output.
 *
 * @module @mltl/core
 */
export {
  type Engine,
  type EngineFallback,
  type EngineOptions,
  loadEngine,
  requireNative,
} from "./engine/engine.js";
export { tf } from "./engine/tensorflow.js";
export { type ErrorCode, invalidArgument, MltlError, type MltlErrorOptions } from "./errors.js";
export { type AtomicFile, createAtomicFile, writeFileAtomic } from "./io/atomic-file.js";
export { type InputFile, type InputOptions, listInputs } from "./io/inputs.js";
export { type OpenSinkOptions, openSink, terminalOf } from "./io/output/open-sink.js";
export {
  type CsvOptions,
  type CsvValue,
  createCsvWriter,
  createJsonlWriter,
  createJsonWriter,
  type RecordWriter,
} from "./io/output/record-writer.js";
export {
  type Resumed,
  type ResumeOptions,
  resumeOutput,
  type WrittenRow,
} from "./io/output/resume.js";
export { appendSink, atomicSink, type Sink, streamSink } from "./io/output/sink.js";
export {
  createTableWriter,
  formatTable,
  type TableColumn,
  type TableOptions,
} from "./io/output/table-writer.js";
export type { InputStatus } from "./io/path-facts.js";
export { printable } from "./io/printable.js";
export { createProgress, type Progress, type ProgressOptions } from "./io/progress.js";
