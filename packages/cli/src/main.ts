/**
 * The way in: runs one command line and turns whatever comes of it into an exit code.
 *
 * 0 fine, 1 something failed, 2 wrong usage, 130 stopped by Ctrl-C, 143 by a request to terminate.
 *
 * @module
 */
import { CommanderError } from "commander";
import { exitCodeOf, printError, saysHowToGoOn } from "./error-report.js";
import { stoppedBy } from "./interrupt.js";
import { createProgram } from "./program.js";

/**
 * Runs one command line and ends the process with its exit code.
 *
 * @param argv - the words after `mltl`
 */
export async function main(argv: readonly string[]): Promise<never> {
  const verbose = argv.includes("--verbose");
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
  process.on("uncaughtException", (error) => {
    printError(error, verbose);
    process.exit(exitCodeOf(error));
  });
  const code = await run(argv, verbose);
  return new Promise(() => process.stdout.write("", () => process.exit(code)));
}

async function run(argv: readonly string[], verbose: boolean): Promise<number> {
  try {
    await createProgram().parseAsync(argv, { from: "user" });
    return stoppedBy() ?? Number(process.exitCode ?? 0);
  } catch (error) {
    const stopped = stoppedBy();
    if (stopped !== undefined) {
      if (saysHowToGoOn(error)) printError(error, verbose);
      return stopped;
    }
    if (!(error instanceof CommanderError)) printError(error, verbose);
    return exitCodeOf(error);
  }
}
