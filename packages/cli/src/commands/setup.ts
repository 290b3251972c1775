/**
 * `mltl setup`: brings in the native engine.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { interruptSignal } from "../interrupt.js";

interface SetupFlags {
  from?: string;
  force?: boolean;
  format: "table" | "json";
}

/** Adds `mltl setup`. */
export function registerSetup(program: Command): void {
  program
    .command("setup")
    .description("bring in the native engine, which trains and is several times faster")
    .option("--from <wheel>", "the pinned TensorFlow wheel, where you have it already")
    .option("--force", "build it anew even where one already works")
    .addOption(
      new Option("--format <format>", "how to print what was tried")
        .choices(["table", "json"])
        .default("table"),
    )
    .action(runSetup);
}

async function runSetup({ from, force, format }: SetupFlags): Promise<void> {
  const { setupEngine } = await import("@mltl/core");
  const attempts = await setupEngine({
    wheel: from,
    force,
    signal: interruptSignal(),
    onProgress: (line) => process.stderr.write(`setup: ${line}\n`),
  });
  const lines = attempts.map(
    ({ way, outcome, reason }) => `${outcome.padEnd(7)}  ${way}: ${reason}`,
  );
  const text = format === "json" ? JSON.stringify(attempts, null, 2) : lines.join("\n");
  process.stdout.write(`${text}\n`);
}
