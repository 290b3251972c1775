/**
 * Files of regular expressions.
 *
 * @module
 */
import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { type CompiledPattern, compilePattern, patternSchema } from "./patterns.js";
import {
  badRules,
  eachJsonLine,
  endingOf,
  piecesOf,
  type RuleProblem,
  unreadable,
} from "./rule-lines.js";

const HINT =
  'JSON Lines: {"type": "DATE", "regex": "\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d"} on each line, "case": "ignore" if wanted; YAML: a list of the same';

/**
 * Reads a file's patterns: `.yaml` or `.yml`, else JSON Lines.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`; `E_BAD_INPUT` that names the lines that are no
 *   pattern, or says that there is none at all
 */
export async function readPatterns(path: string): Promise<CompiledPattern[]> {
  const broken: RuleProblem[] = [];
  const patterns: CompiledPattern[] = [];
  const add = (line: number, value: unknown) => {
    const parsed = patternSchema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue.path.length > 0 ? `'${issue.path.join(".")}': ` : "";
      return void broken.push({ path, line, reason: `${where}${issue.message}` });
    }
    try {
      patterns.push(compilePattern(parsed.data));
    } catch (error) {
      broken.push({ path, line, reason: (error as Error).message });
    }
  };
  const fail = (line: number, reason: string) => broken.push({ path, line, reason });
  try {
    if (/^\.ya?ml$/.test(endingOf(path))) await readYaml(path, add, fail);
    else await eachJsonLine(path, add, fail);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (patterns.length === 0 && broken.length === 0) fail(0, "an empty file");
  if (broken.length > 0) throw badRules(path, "patterns with a type each", broken, HINT);
  return patterns;
}

type Add = (line: number, value: unknown) => void;
type Fail = (line: number, reason: string) => void;

async function readYaml(path: string, add: Add, fail: Fail): Promise<void> {
  let text = "";
  for await (const piece of piecesOf(path)) text += piece;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  for (const { pos, message } of document.errors) {
    fail(lineCounter.linePos(pos[0]).line, message.split("\n")[0].replace(/ at line .*$/, ""));
  }
  if (document.errors.length > 0 || document.contents === null) return;
  const lineOf = (node: unknown) =>
    lineCounter.linePos((node as { range?: [number] }).range?.[0] ?? 0).line;
  if (!isSeq(document.contents)) return fail(lineOf(document.contents), "no list");
  for (const item of document.contents.items) {
    if (isMap(item)) add(lineOf(item), item.toJSON());
    else fail(lineOf(item), "no mapping with a type and a regex");
  }
}
