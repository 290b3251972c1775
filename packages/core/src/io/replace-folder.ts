/**
 * Folders that are made beside their place and put there by one rename, so that a reader sees all
 * of a folder or nothing of it, whenever its maker is stopped.
 *
 * @module
 */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Makes `target` anew: `fill` writes into an empty folder beside it, which then takes its place.
 * Gives what `fill` gave.
 * Whatever `fill` throws leaves `target` as it was. Left-overs of processes that are gone are
 * removed first.
 */
export async function replaceFolder<R>(
  target: string,
  fill: (folder: string) => Promise<R>,
): Promise<R> {
  await mkdir(path.dirname(target), { recursive: true });
  await removeLeftOvers(target);
  const partial = `${target}.partial-${process.pid}`;
  await mkdir(partial);
  try {
    const result = await fill(partial);
    const old = `${target}.old-${process.pid}`;
    await rename(target, old).catch(ignoreMissing);
    await rename(partial, target);
    await rm(old, { recursive: true, force: true });
    return result;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes what runs of this process's number or of processes that are gone have left. */
export async function removeLeftOvers(target: string): Promise<void> {
  const parent = path.dirname(target);
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const match = /^\.(?:partial|old)-(\d+)$/.exec(
      name.startsWith(path.basename(target)) ? name.slice(path.basename(target).length) : "",
    );
    if (!match) continue;
    const pid = Number(match[1]);
    if (pid === process.pid || !isAlive(pid)) {
      await rm(path.join(parent, name), { recursive: true, force: true });
    }
  }
}

/** Whether a process of that number runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
