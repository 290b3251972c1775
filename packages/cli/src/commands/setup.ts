import type { Command } from "commander";

/** Adds `mltl setup`. */
export function registerSetup(program: Command): void {
  program.command("setup").description("bring in the native engine");
}
