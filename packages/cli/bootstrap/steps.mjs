/** Steps of the set-up: child processes, told of when they take longer than a second. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Says one line on standard error: standard output belongs to the job. */
export function say(line) {
  process.stderr.write(`mltl: ${line}\n`);
}

/**
 * Runs a step. Says what it does after a second, and how long it took.
 *
 * @param {string} what - e.g. `installing packages`
 * @param {string[]} command - program and arguments
 * @param {{ quiet?: boolean }} options - quiet: its output is shown only when it fails
 */
export async function step(what, command, { quiet = true } = {}) {
  const started = Date.now();
  const timer = setTimeout(() => say(`${what} ...`), 1000);
  const { code, output } = await run(command, quiet ? "pipe" : "to-stderr");
  clearTimeout(timer);
  const seconds = (Date.now() - started) / 1000;
  if (code !== 0) {
    if (output) process.stderr.write(output);
    throw Object.assign(new Error(`${what} failed`), { exitCode: code });
  }
  if (seconds >= 1) say(`${what}: ${seconds.toFixed(1)} s`);
}

/**
 * Runs a program to its end. Ctrl-C reaches it as well as this process, which waits for it.
 *
 * @param {"inherit" | "to-stderr" | "pipe"} where - what becomes of its output
 * @returns {Promise<{ code: number, output: string }>} `output` is filled for `pipe` only
 */
export function run([program, ...args], where) {
  const stdio = {
    inherit: "inherit",
    "to-stderr": ["inherit", 2, 2],
    pipe: ["ignore", "pipe", "pipe"],
  }[where];
  const child = spawn(program, args, { cwd: root, stdio });
  const passOn = (signal) => child.kill(signal);
  // A terminal sends Ctrl-C to the child as well; this process only must not die before it.
  const wait = () => {};
  process.on("SIGINT", wait).on("SIGTERM", passOn);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", wait).off("SIGTERM", passOn);
      resolve({ code: code ?? 128 + constants.signals[signal], output });
    });
  });
}
