/**
 * What a person is told when a command fails, and the exit code that goes with it.
 *
 * @module
 */
import { inspect } from "node:util";
import { CommanderError } from "commander";

/** The parts of core's `MltlError` that are shown. Recognised by name: core is too heavy to load here. */
interface SpeakingError extends Error {
  code: string;
  hint?: string;
}

/** 2 for wrong usage, 0 for `--help` and `--version`, 1 for everything else. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return isShownOnRequest(error) ? 0 : 2;
  return isSpeaking(error) && error.code === "E_USAGE" ? 2 : 1;
}

/**
 * Writes `mltl: message` and, where there is one, `hint: what to do` on standard error.
 *
 * @param verbose - adds the stack trace and every cause beneath
 */
export function printError(error: unknown, verbose: boolean): void {
  const lines = [`mltl: ${messageOf(error)}`];
  if (verbose) lines.push(inspect(error, { depth: 6 }));
  const hint = isSpeaking(error) ? error.hint : verbose ? undefined : "--verbose shows where";
  if (hint !== undefined) lines.push(`hint: ${hint}`);
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** Whether an interrupted command ended with words of its own on how to go on. */
export function saysHowToGoOn(error: unknown): boolean {
  return isSpeaking(error) && error.code === "E_ABORTED";
}

function isShownOnRequest(error: CommanderError): boolean {
  return error.code === "commander.helpDisplayed" || error.code === "commander.version";
}

function isSpeaking(error: unknown): error is SpeakingError {
  return error instanceof Error && error.name === "MltlError" && "code" in error;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] || "something went wrong";
}
