import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { nativeFolder } from "#core/engine/native-paths.js";

/** What a child process said and how it ended. */
export interface ChildResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** How a child process is run. */
export interface ChildOptions {
  /** Added to this process's environment; `undefined` takes a variable away. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

const root = process.cwd();

/** The URL of core's public door, for scripts that run elsewhere than in the repository. */
export const coreUrl = new URL("packages/core/dist/index.js", `file://${root}/`).href;

/** Runs ES module source in a Node of its own: an engine is chosen once for a process. */
export function runScript(source: string, options: ChildOptions = {}): Promise<ChildResult> {
  return run(["--input-type=module", "--eval", source], options);
}

/** Runs `mltl` with these words. */
export function runMltl(
  words: readonly string[],
  options: ChildOptions = {},
): Promise<ChildResult> {
  return run([path.join(root, "packages/cli/bin/mltl.js"), ...words], options);
}

/** Skips the running test, saying why, where the native engine is not set up. */
export function needsNative(context: Mocha.Context): void {
  if (existsSync(nativeFolder())) return;
  const { test } = context;
  if (test) test.title += " (skipped: no native engine, run `mltl setup`)";
  context.skip();
}

function run(args: readonly string[], { env, cwd }: ChildOptions): Promise<ChildResult> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, MLTL_ENGINE: undefined, ...env },
  });
  const result: ChildResult = { code: null, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      result[name] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, code }));
  });
}
