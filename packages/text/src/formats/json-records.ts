/**
 * The records of JSON: one a line, or an array of them.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { ProblemLog } from "./annotation-problem.js";
import { eachLine } from "./conll-cells.js";

/** A record and where it stands. */
export interface JsonRecord {
  readonly value: unknown;
  /** From 1: its line in JSON Lines, its place in an array. */
  readonly number: number;
  /** Its line, where it has one of its own. */
  readonly line?: number;
}

/**
 * The records of a text: of its lines if the first holds a whole one, else of the array it is.
 *
 * @throws MltlError `E_BAD_DATA` for an array that isn't valid JSON
 */
export function readRecords(text: string, path: string, log: ProblemLog): JsonRecord[] {
  const bare = text.replace(/^\ufeff/, "");
  if (/^\s*\[/.test(bare)) {
    const whole = parsed(bare);
    if (isList(whole)) return whole.map((value, i) => ({ value, number: i + 1 }));
    const first = /\S.*/.exec(bare)?.[0] ?? "";
    if (parsed(first) === undefined) {
      throw new MltlError("E_BAD_DATA", `${path} begins as a JSON array and isn't valid JSON`);
    }
  }
  const records: JsonRecord[] = [];
  eachLine(text, (start, end, line) => {
    const own = text.slice(start, end);
    if (own.trim() === "") return;
    const value = parsed(own);
    if (value !== undefined) return records.push({ value, number: line, line });
    log.add(
      "broken-line",
      "expected a JSON object, received what isn't valid JSON; it is left out",
      line,
    );
  });
  return records;
}

/** Whether it is an array of records, and not one record that is an array: `["text", {...}]`. */
function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && typeof value[0] !== "string";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value with keys, or undefined. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return value as Record<string, unknown>;
}
