import type { Command } from "commander";

/** Adds `mltl doctor`. */
export function registerDoctor(program: Command): void {
  program.command("doctor").description("show what is here, what is wrong and what to do about it");
}
