/**
 * `mltl doctor`: what is here, what is wrong and what to do about it.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { DoctorReport, Examination } from "@mltl/core";
import { type Command, Option } from "commander";

/** Adds `mltl doctor`. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("show what is here, what is wrong and what to do about it")
    .addOption(
      new Option("--format <format>", "how to print the findings")
        .choices(["table", "json"])
        .default("table"),
    )
    .action(runDoctor);
}

async function runDoctor({ format }: { format: "table" | "json" }): Promise<void> {
  const { artifactExamination, examine } = await import("@mltl/core");
  const report = await examine([
    imageLibrary,
    faceNetworks,
    artifactExamination("emotion model", modelFolder("@mltl/vision", "emotion")),
    artifactExamination("FER+ model", modelFolder("@mltl/vision", "ferplus")),
    artifactExamination("English tagger", modelFolder("@mltl/text", "en")),
  ]);
  const text = format === "json" ? JSON.stringify(report, null, 2) : legible(report);
  process.stdout.write(`${text}\n`);
  process.exitCode = report.ok ? 0 : 1;
}

/** sharp as the vision package sees it. */
const imageLibrary: Examination = {
  name: "image library",
  examine() {
    const requireFromVision = createRequire(import.meta.resolve("@mltl/vision"));
    const { versions } = requireFromVision("sharp") as { versions: Record<string, string> };
    const detail = `sharp ${versions.sharp}, libvips ${versions.vips}`;
    return [{ name: "image library", status: "ok", detail }];
  },
};

const faceNetworks: Examination = {
  name: "face networks",
  async examine() {
    const { faceWeightsExamination } = await import("@mltl/vision");
    return faceWeightsExamination.examine();
  },
};

function modelFolder(packageName: string, model: string): string {
  const packageFolder = path.dirname(path.dirname(fileURLToPath(import.meta.resolve(packageName))));
  return path.join(packageFolder, "models", model);
}

function legible({ ok, checks }: DoctorReport): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, status, detail, advice }) => {
    const line = `${status.padEnd(7)}  ${name.padEnd(width)}  ${detail}`;
    return advice ? [line, `${" ".repeat(11 + width)}-> ${advice}`] : [line];
  });
  return [...lines, "", verdict(ok, checks)].join("\n");
}

function verdict(ok: boolean, checks: DoctorReport["checks"]): string {
  const worst = ok ? "warning" : "failed";
  const count = checks.filter(({ status }) => status === worst).length;
  if (!ok) return count === 1 ? "One thing is wrong." : `${count} things are wrong.`;
  if (count === 0) return "All is well.";
  return count === 1 ? "It works, with one warning." : `It works, with ${count} warnings.`;
}
