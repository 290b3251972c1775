/**
 * Finds a pip and lets it download one pinned wheel, with the user's own pip configuration.
 *
 * @module
 */
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { TENSORFLOW_VERSION } from "../native-paths.js";
import { runTool } from "./run-tool.js";
import type { PinnedWheel } from "./wheels.js";

const CANDIDATES = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"]] as const;

const TICK_MS = 10_000;

/** The first pip that answers, and what it calls itself; `undefined` where there is none. */
export async function findPip(
  signal?: AbortSignal,
): Promise<{ command: readonly string[]; version: string } | undefined> {
  for (const command of CANDIDATES) {
    const outcome = await runTool(command, ["--version"], { signal });
    if (outcome.status === "ok") {
      const version = outcome.stdout.trim().split(" from ", 1)[0];
      return { command, version };
    }
  }
  return undefined;
}

/**
 * Downloads the wheel to `target` by way of a folder beside it.
 *
 * @returns `undefined` when done, else pip's reason
 */
export async function pipDownload(
  pip: readonly string[],
  wheel: PinnedWheel,
  target: string,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (line: string) => void } = {},
): Promise<string | undefined> {
  const partial = `${target}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  const started = Date.now();
  const ticker = setInterval(async () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    onProgress?.(
      `${megabytes(await sizeOf(partial))} of ${megabytes(wheel.size)} MB, ${seconds} s`,
    );
  }, TICK_MS);
  try {
    const requirements = path.join(partial, "requirements.txt");
    await writeFile(
      requirements,
      `${wheel.project}==${TENSORFLOW_VERSION} --hash=sha256:${wheel.sha256}\n`,
    );
    const args = [
      ...["download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"],
      ...["--python-version", "3.11", "--platform", wheel.platformTag],
      ...["--progress-bar", "off", "--require-hashes", "-r", requirements, "-d", partial],
    ];
    // Large files go through the same disk: /tmp may be small.
    const env = { ...process.env, TMPDIR: partial };
    const outcome = await runTool([...pip], args, { signal, env });
    if (outcome.status !== "ok") {
      return outcome.status === "failed" ? outcome.reason : "pip is gone";
    }
    await rename(path.join(partial, wheel.file), target);
    return undefined;
  } finally {
    clearInterval(ticker);
    await rm(partial, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of entries) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** Whole megabytes, for people. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
