/**
 * The papers that come along.
 *
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MltlError } from "@mltl/core";

const FOLDER = fileURLToPath(new URL("../../../../benchmarks/paper", import.meta.url));

/** Manifests by number of the system, relative to where one stands. */
function papers(): Map<number, string> {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  return new Map(
    names.flatMap((name): [number, string][] => {
      const [, system] = name.match(/^system-(\d+)$/) ?? [];
      const file = path.join(FOLDER, name, "paper.yaml");
      if (system === undefined || !existsSync(file)) return [];
      return [[Number(system), path.relative(process.cwd(), file)]];
    }),
  );
}

/**
 * The manifest of a system's paper.
 *
 * @throws MltlError `E_NOT_FOUND` naming the systems that have one
 */
export function paperFile(system: number): string {
  const known = papers();
  const file = known.get(system);
  if (file !== undefined) return file;
  const systems = [...known.keys()].sort().join(", ") || "none";
  throw new MltlError(
    "E_NOT_FOUND",
    `Expected a system with a manifest for --system, received ${system}. There are: ${systems}`,
    {
      hint: "Manifests are benchmarks/paper/system-N/paper.yaml; docs/paper-manifests.md says how one is written.",
    },
  );
}

/** Results of a system that are kept in git: beside the papers' folder. */
export function keptResultsFile(paper: string, system: number): string {
  return path.join(path.dirname(paper), "..", "..", "results", `paper-system-${system}.jsonl`);
}
