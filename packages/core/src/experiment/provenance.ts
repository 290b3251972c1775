/**
 * Where and by what a level is trained.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkProcessor } from "../engine/doctor/machine.js";
import type { EngineThreads } from "../engine/native.js";
import type { Provenance } from "./records.js";

/** Facts of this machine and process. */
export async function provenance(engine: string, threads: EngineThreads): Promise<Provenance> {
  const commit = await ownCommit();
  return {
    processor: checkProcessor().detail,
    memory: totalmem(),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    engine,
    ...(commit !== undefined && { commit }),
    threads: { ...threads },
    date: new Date().toISOString(),
  };
}

/** The commit that the toolkit is at, where it is a clone. */
async function ownCommit(): Promise<string | undefined> {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd })).stdout.trim();
  try {
    const [commit, tracked, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("ls-files", ":/packages/core/package.json"),
      git("status", "--porcelain", "--untracked-files=no"),
    ]);
    if (tracked === "") return undefined;
    return changes === "" ? commit : `${commit}+`;
  } catch {
    return undefined;
  }
}
