/**
 * The run behind `mltl text tag`: inputs in, records out, words on standard error.
 *
 * @module
 */
import {
  createProgress,
  MltlError,
  openSink,
  type RecordWriter,
  type Resumed,
  resumeOutput,
  terminalOf,
} from "@mltl/core";
import {
  createTagWriter,
  ENTITY_COLUMNS,
  type InputKind,
  loadModel,
  type Rules,
  TAG_FORMATS,
  type TagFormat,
  type TaggedSentence,
  tagWithTokens,
} from "@mltl/text";
import { interruptSignal } from "../interrupt.js";
import {
  chooseFormat,
  goesByLines,
  type OutputFlags,
  outputConflict,
  sayHowToGoOn,
} from "../output-format.js";
import { writeRecords } from "../write-records.js";
import { type RuleFlags, readRules } from "./read-rules.js";
import { startTagger } from "./start-tagger.js";
import { TagSummary } from "./tag-summary.js";
import { requireOneDash, textInputs } from "./text-inputs.js";

/** The options of `mltl text tag`. */
export interface TagFlags extends OutputFlags<TagFormat>, RuleFlags {
  model?: string;
  types?: string[];
  minConfidence?: number;
  alternatives?: number;
  input?: InputKind;
  lines?: boolean;
  textColumn: string;
  lenient?: boolean;
  strict?: boolean;
}

/** Tags the inputs, writes the records and sets the exit code. */
export async function runTag(patterns: readonly string[], flags: TagFlags): Promise<void> {
  const format = chooseFormat(flags, TAG_FORMATS);
  refuseConflicts(patterns, flags, format);
  const signal = interruptSignal();
  const rules = await readRules(flags);
  await startTagger();
  const model = await loadModel(flags.model);
  const resumed = await resume(flags, format);
  const summary = new TagSummary();
  const records = tagWithTokens(
    textInputs(patterns, { signal, onIgnored: () => summary.ignore() }),
    {
      model,
      rules,
      alternatives: flags.alternatives,
      types: flags.types,
      minConfidence: flags.minConfidence,
      input: flags.lines ? "lines" : flags.input,
      textColumn: flags.textColumn,
      lenient: flags.lenient,
      skip: (path) => summary.skip(resumed?.done.get(path)),
      signal,
    },
  );
  try {
    const writer = await openWriter(format, flags.out, model.types, rules, resumed);
    const progress = createProgress({ label: "tagging", unit: "sentences" });
    const finished = await writeRecords(records, writer, progress, (tagged) => {
      summary.add(tagged);
      const { path, status, reason } = tagged.record;
      return status === "ok" ? undefined : `${path}: ${status}: ${reason}`;
    });
    if (!finished) return;
    process.stderr.write(summary.text(rules));
    if (summary.failed(flags.strict ?? false)) process.exitCode = 1;
  } catch (error) {
    sayHowToGoOn(signal, flags.out, format);
    throw error;
  } finally {
    model.dispose();
  }
}

function refuseConflicts(patterns: readonly string[], flags: TagFlags, format: TagFormat): void {
  const conflict = outputConflict(flags, format);
  if (conflict) throw new MltlError("E_USAGE", conflict.message, { hint: conflict.hint });
  if (flags.alternatives !== undefined && format !== "json" && format !== "jsonl") {
    throw new MltlError("E_USAGE", `--alternatives has no place in ${format}`, {
      hint: "use --format jsonl or json",
    });
  }
  requireOneDash(patterns);
  if (patterns.includes("-") && flags.resume) {
    throw new MltlError("E_USAGE", "--resume cannot go on with standard input", {
      hint: "put the text into a file",
    });
  }
}

async function resume({ resume, out }: TagFlags, format: TagFormat): Promise<Resumed | undefined> {
  if (!resume || out === undefined) return undefined;
  return format === "csv"
    ? resumeOutput(out, { format, columns: ENTITY_COLUMNS })
    : resumeOutput(out, { format: "jsonl" });
}

async function openWriter(
  format: TagFormat,
  out: string | undefined,
  types: readonly string[],
  rules: Rules | undefined,
  resumed: Resumed | undefined,
): Promise<RecordWriter<TaggedSentence>> {
  const sink = await openSink({ out, lines: goesByLines(format), append: resumed !== undefined });
  const terminal = out === undefined ? terminalOf(process.stdout) : {};
  return createTagWriter(format, sink, {
    types: [...new Set([...types, ...(rules?.types ?? [])])],
    terminal,
    sources: rules !== undefined,
    header: resumed?.empty ?? true,
  });
}
