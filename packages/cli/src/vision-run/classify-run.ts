/**
 * The run behind `mltl vision classify`: inputs in, records and pictures out, words on standard
 * error.
 *
 * @module
 */
import {
  createProgress,
  type InputFile,
  type InputOptions,
  listInputs,
  loadEngine,
  MltlError,
  openSink,
  type Progress,
  type RecordWriter,
  type Resumed,
  resumeOutput,
  terminalOf,
} from "@mltl/core";
import {
  classify,
  createImageWriter,
  csvColumns,
  type DetectorName,
  type FaceMode,
  hasImageName,
  IMAGE_FORMATS,
  type ImageFormatName,
  type ImageRecord,
  isWholeImage,
  loadModel,
  looksLikeImage,
  modelFolder,
  type PhotoOnPage,
  type TestTimeMode,
  withTestTimeCrops,
} from "@mltl/vision";
import { interruptSignal } from "../interrupt.js";
import {
  chooseFormat,
  goesByLines,
  type OutputFlags,
  outputConflict,
  sayHowToGoOn,
} from "../output-format.js";
import { writeRecords } from "../write-records.js";
import { ClassifySummary, countByStatus } from "./classify-summary.js";
import { failureOf } from "./failure-line.js";
import { type BesideFlags, foldersBeside, PicturesBeside } from "./pictures-beside.js";

/** The options of `mltl vision classify`. */
export interface ClassifyFlags extends OutputFlags<ImageFormatName>, BesideFlags {
  null?: boolean;
  model?: string;
  detector: DetectorName;
  faces: FaceMode;
  minFace?: number;
  minConfidence?: number;
  retry: boolean;
  testTime: TestTimeMode;
  strict?: boolean;
}

/** Classifies the inputs, writes what is asked for and sets the exit code. */
export async function runClassify(
  patterns: readonly string[],
  flags: ClassifyFlags,
): Promise<void> {
  const format = chooseFormat(flags, IMAGE_FORMATS);
  const conflict = outputConflict(flags, format);
  if (conflict) throw new MltlError("E_USAGE", conflict.message, { hint: conflict.hint });
  if (flags.out !== undefined && hasImageName(flags.out)) {
    throw new MltlError("E_USAGE", `Expected a file for results as --out, received ${flags.out}`, {
      hint: "an image of that name would be overwritten; name it .jsonl, .csv, .json or .html",
    });
  }
  const beside = await PicturesBeside.create(flags, patterns, format === "html");
  const signal = interruptSignal();
  await loadEngine({ onNotice: (line) => process.stderr.write(`mltl: ${line}\n`) });
  const model = withTestTimeCrops(
    await loadModel(flags.model && modelFolder(flags.model)),
    flags.testTime,
  );
  try {
    const { labels } = model;
    const resumed = await resume(flags, format, labels);
    const summary = new ClassifySummary(labels, countByStatus(resumed?.done));
    const files = listInputs(patterns, {
      ...whatCounts,
      leaveOut: foldersBeside(flags),
      fromStdin: { stream: process.stdin, nul: flags.null ?? false },
      onIgnored: () => summary.ignore(),
      signal,
    });
    const { detector, faces, minFace, minConfidence, retry } = flags;
    const options = { model, detector, faces, minFace, minConfidence, retry, signal };
    const records = classify(stillToDo(files, resumed, beside), {
      ...options,
      onImage: beside.onImage,
    });
    const writer = await openWriter(flags, format, labels, resumed);
    const progress = createProgress({ label: "classifying", unit: "images" });
    if (process.stderr.isTTY) countAhead(patterns, flags, resumed, progress);
    const photographs = onPage(records, beside, signal);
    const finished = await writeRecords(photographs, writer, progress, ({ record }) => {
      summary.add(record);
      return failureOf(record);
    });
    if (!finished) return;
    process.stderr.write(summary.text());
    if (summary.failed(flags.strict ?? false)) process.exitCode = 1;
  } catch (error) {
    sayHowToGoOn(signal, flags.out, format);
    throw error;
  } finally {
    model.dispose();
  }
}

const whatCounts: InputOptions = { accept: looksLikeImage, acceptName: hasImageName };

/** Puts the thumbnails beside the records; an interrupt ends it with an error, not in silence. */
async function* onPage(
  records: AsyncIterable<ImageRecord>,
  beside: PicturesBeside,
  signal: AbortSignal,
): AsyncGenerator<PhotoOnPage> {
  for await (const record of records) yield { record, thumbnail: await beside.finish(record) };
  signal.throwIfAborted();
}

async function* stillToDo(
  files: AsyncIterable<InputFile>,
  resumed: Resumed | undefined,
  beside: PicturesBeside,
): AsyncGenerator<InputFile> {
  for await (const file of files) {
    const done = resumed?.done.has(file.path) ?? false;
    beside.announce(file.path, done);
    if (!done) yield file;
  }
}

async function resume(
  { out, resume }: ClassifyFlags,
  format: ImageFormatName,
  labels: readonly string[],
): Promise<Resumed | undefined> {
  if (!resume || out === undefined) return undefined;
  return format === "csv"
    ? resumeOutput(out, { format, columns: csvColumns(labels), isWhole: isWholeImage })
    : resumeOutput(out, { format: "jsonl", isWhole: () => true });
}

async function openWriter(
  { out }: ClassifyFlags,
  format: ImageFormatName,
  labels: readonly string[],
  resumed: Resumed | undefined,
): Promise<RecordWriter<PhotoOnPage>> {
  const sink = await openSink({ out, lines: goesByLines(format), append: resumed !== undefined });
  const terminal = out === undefined ? terminalOf(process.stdout) : undefined;
  return createImageWriter(format, sink, { labels, header: resumed?.empty, terminal });
}

/** Counts the inputs while the first are worked on, so that the time left can be told. */
async function countAhead(
  patterns: readonly string[],
  flags: ClassifyFlags,
  resumed: Resumed | undefined,
  progress: Progress,
): Promise<void> {
  if (patterns.includes("-")) return;
  const options = { ...whatCounts, leaveOut: foldersBeside(flags), signal: interruptSignal() };
  let total = 0;
  try {
    for await (const { path } of listInputs(patterns, options)) {
      if (!resumed?.done.has(path)) total++;
    }
    progress.total(total);
  } catch {
    // The run itself meets the same trouble, or was stopped: it says so.
  }
}
