/**
 * One process at a time at a piece of work. The lock is a courtesy that saves double work: what
 * keeps the result whole is the rename in replace-folder.ts.
 *
 * @module
 */
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./replace-folder.js";

const HEARTBEAT_MS = 2_000;
const STALE_MS = 30_000;
const POLL_MS = 300;

/** How {@link withLock} waits. */
export interface LockOptions {
  signal?: AbortSignal;
  /** Called once, when another process holds the lock. */
  onWait?: (holder: string) => void;
  /**
   * Milliseconds without a sign of life after which a lock is taken over; more than the holder may
   * spend in one call that doesn't return to the event loop. Default: half a minute.
   */
  staleAfter?: number;
}

/**
 * Runs `work` while holding `file`. A lock whose process is gone from this machine, or that has not
 * been touched for long, is taken over.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  await take(file, options);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

/** Who holds the lock, e.g. `4711 on lamp`; `undefined` when nobody does any more. */
export async function lockHolder(
  file: string,
  staleAfter: number = STALE_MS,
): Promise<string | undefined> {
  try {
    const holder = await readFile(file, "utf8");
    const { mtimeMs } = await stat(file);
    const [pid, host] = holder.split(" on ");
    const gone = host === hostname() && !isAlive(Number(pid));
    return gone || Date.now() - mtimeMs > staleAfter ? undefined : holder;
  } catch {
    return undefined;
  }
}

async function take(file: string, { signal, onWait, staleAfter }: LockOptions): Promise<void> {
  let told = false;
  while (!(await create(file))) {
    const holder = await lockHolder(file, staleAfter);
    if (holder === undefined) {
      await removeStale(file, staleAfter);
      continue;
    }
    if (!told) {
      told = true;
      onWait?.(holder);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/**
 * Of several that find a stale lock, one removes it, and only while it is still stale: else the
 * second would remove the lock that the first has made since.
 */
async function removeStale(file: string, staleAfter: number | undefined): Promise<void> {
  const guard = `${file}.stale`;
  if (!(await create(guard))) {
    if ((await lockHolder(guard)) === undefined) await rm(guard, { force: true });
    else await sleep(POLL_MS);
    return;
  }
  try {
    if ((await lockHolder(file, staleAfter)) === undefined) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid} on ${hostname()}`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
