/**
 * Runs pip, compilers and the like, and tells "not here" from "failed".
 *
 * @module
 */
import { type ExecFileException, execFile } from "node:child_process";

/** What became of one run. */
export type ToolOutcome =
  | { status: "ok"; stdout: string }
  | { status: "absent" }
  | { status: "failed"; reason: string };

/** How {@link runTool} runs. */
export interface ToolOptions {
  signal?: AbortSignal;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds until it is given up; none by default. */
  timeout?: number;
}

/**
 * Runs a program to its end. Never throws, save when `signal` is aborted.
 *
 * @param command - the program and its leading arguments, e.g. `["python3", "-m", "pip"]`
 */
export function runTool(
  command: readonly string[],
  args: readonly string[],
  { signal, env, timeout }: ToolOptions = {},
): Promise<ToolOutcome> {
  const [program, ...leading] = command;
  const options = { signal, env, timeout, maxBuffer: 64 << 20, encoding: "utf8" } as const;
  return new Promise((resolve, reject) => {
    execFile(program, [...leading, ...args], options, (error, stdout, stderr) => {
      if (!error) resolve({ status: "ok", stdout });
      else if (signal?.aborted) reject(error);
      else if (error.code === "ENOENT") resolve({ status: "absent" });
      else resolve({ status: "failed", reason: reasonOf(error, stderr) });
    });
  });
}

function reasonOf({ killed, signal, message }: ExecFileException, stderr: string): string {
  if (killed) return "it gave no answer in time";
  if (signal) return `it was ended by ${signal}`;
  return lastWords(stderr) ?? message;
}

/** The line that says what went wrong: the last one with `error:`, else the last line of all. */
function lastWords(stderr: string): string | undefined {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("[notice]"));
  return lines.findLast((line) => /error:/i.test(line)) ?? lines.at(-1);
}
