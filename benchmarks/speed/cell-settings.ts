/**
 * What most cases can be told: for how long, how often, and how many cores there are.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Contender } from "./harness.js";

/** The cores that a process may use. */
export const CORES = availableParallelism();

/** Reads `--seconds N --rounds N` and others that a case has. */
export function readSettings<Extra extends string>(
  args: readonly string[],
  extra: readonly Extra[] = [],
) {
  const options: Record<string, { type: "string"; default?: string }> = {
    seconds: { type: "string", default: "8" },
    rounds: { type: "string", default: "5" },
    ...Object.fromEntries(extra.map((name) => [name, { type: "string" }])),
  };
  const { values } = parseArgs({ args: [...args], options });
  return {
    seconds: String(values.seconds),
    rounds: Number(values.rounds),
    extra: values as Partial<Record<Extra, string>>,
  };
}

/** `ours.js` beside the case. */
export function ours(caseUrl: string, args: readonly string[]): Contender {
  return { name: "mltl", script: fileURLToPath(new URL("ours.js", caseUrl)), args };
}

/** `1 thread`, `2 threads`. */
export function threadsText(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

/** `one core`, `every core`. */
export function coresText(cores: number): string {
  return cores === 1 ? "one core" : "every core";
}
