/**
 * The run behind `mltl text convert`: documents in, documents out, and a report of what was found,
 * left out and lost.
 *
 * @module
 */
import { MltlError, openSink } from "@mltl/core";
import {
  type AnnotationForm,
  type DocumentsRead,
  type DocumentsWritten,
  type InvalidTags,
  type OffsetUnit,
  readDocuments,
  type TagSchemeName,
  writeDocuments,
} from "@mltl/text";

/** The options of `mltl text convert`. */
export interface ConvertFlags {
  to: AnnotationForm;
  from?: AnnotationForm;
  scheme?: TagSchemeName;
  fromScheme?: TagSchemeName;
  invalid: InvalidTags;
  columns?: { token?: string; tag?: string };
  textColumn?: string;
  offsets?: OffsetUnit;
  out?: string;
  format: "text" | "json";
  strict?: boolean;
}

/** Converts, reports and sets the exit code. */
export async function runConvert(input: string, flags: ConvertFlags): Promise<void> {
  const { to, out, scheme } = flags;
  if (to === "brat" && out === undefined) {
    throw new MltlError("E_USAGE", "brat is a folder of files, and there is none to write to", {
      hint: "Name it: --out FOLDER",
    });
  }
  const read = await readDocuments(input, {
    form: flags.from,
    scheme: flags.fromScheme,
    invalid: flags.invalid,
    columns: flags.columns,
    textColumn: flags.textColumn,
    offsets: flags.offsets,
  });
  const target = to === "brat" && out !== undefined ? out : await openSink({ out, lines: false });
  const written = await writeDocuments(read.documents, to, target, { scheme });
  const report =
    flags.format === "json" ? jsonReport(read, written) : textReport(read, to, written);
  // Where the documents are on standard output, nothing else may be.
  const stream = flags.format === "json" && out !== undefined ? process.stdout : process.stderr;
  stream.write(report);
  if (flags.strict && isLossy(read, written)) process.exitCode = 1;
}

function isLossy({ problems, leftOut }: DocumentsRead, { lost }: DocumentsWritten): boolean {
  return problems.length + Object.keys(leftOut).length + Object.keys(lost).length > 0;
}

function jsonReport(read: DocumentsRead, written: DocumentsWritten): string {
  const { form, notes, problems, leftOut } = read;
  const { documents, entities, lost, misaligned } = written;
  const report = { form, notes, problems, documents, entities, leftOut, lost, misaligned };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** So many entities that were lost are named one by one. */
const NAMED = 10;

function textReport(
  { form, notes, problems, leftOut }: DocumentsRead,
  to: AnnotationForm,
  { documents, entities, lost, misaligned }: DocumentsWritten,
): string {
  const lines = [`read as ${[form, ...notes].join("; ")}`];
  for (const { path, line, reason } of problems) {
    lines.push(`${path}${line === undefined ? "" : `:${line}`}: ${reason}`);
  }
  lines.push(...counts("left out in reading", leftOut), ...counts(`lost in ${to}`, lost));
  for (const { reason, before, text, after } of misaligned.slice(0, NAMED)) {
    lines.push(`  ${reason}`, `    ${onOneLine(`…${before}[${text}]${after}…`)}`);
  }
  const more = misaligned.length - NAMED;
  if (more > 0) lines.push(`  and ${number(more)} more; --format json names them all`);
  const what = documents === 1 ? "document" : "documents";
  lines.push(`${number(documents)} ${what} with ${number(entities)} entities written as ${to}`);
  return `${lines.join("\n")}\n`;
}

function counts(title: string, some: Readonly<Record<string, number>>): string[] {
  const parts = Object.entries(some).map(([kind, count]) => `${kind} (${number(count)})`);
  return parts.length > 0 ? [`${title}: ${parts.join(", ")}`] : [];
}

const onOneLine = (text: string) => text.replace(/\s+/g, " ");

const number = (value: number) => value.toLocaleString("en");
