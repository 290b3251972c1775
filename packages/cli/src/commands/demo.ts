/**
 * `mltl demo`: both at work, on photographs and a text that come along.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption } from "../print-list.js";

/** Adds `mltl demo`. */
export function registerDemo(program: Command): void {
  const command = program
    .command("demo")
    .description("see it work on six photographs and a page of text, and write a report")
    .option("--out <folder>", "where the report goes", "mltl-report")
    .addOption(listFormatOption())
    .action(async ({ out, format }: { out: string; format: ListFormat }) => {
      const { runDemo } = await import("../demo-run/demo-run.js");
      await runDemo(out, format);
    });
  addExamples(command, [["demo --out /tmp/report", "write the report elsewhere"]]);
}
