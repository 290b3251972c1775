/**
 * One set-up at a time in one cache folder. The lock is a courtesy that saves double work: what
 * keeps the result whole is the rename in io/replace-folder.ts.
 *
 * @module
 */
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../io/replace-folder.js";

const HEARTBEAT_MS = 2_000;
const STALE_MS = 30_000;
const POLL_MS = 300;

/** How {@link withLock} waits. */
export interface LockOptions {
  signal?: AbortSignal;
  /** Called once, when another process holds the lock. */
  onWait?: (holder: string) => void;
}

/**
 * Runs `work` while holding `file`. A lock whose process is gone from this machine, or that has not
 * been touched for half a minute, is taken over.
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

async function take(file: string, { signal, onWait }: LockOptions): Promise<void> {
  let told = false;
  while (!(await create(file))) {
    const holder = await liveHolder(file);
    if (holder === undefined) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) {
      told = true;
      onWait?.(holder);
    }
    await sleep(POLL_MS, undefined, { signal });
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

/** Who holds the lock, e.g. `4711 on lamp`; `undefined` when nobody does any more. */
async function liveHolder(file: string): Promise<string | undefined> {
  try {
    const holder = await readFile(file, "utf8");
    const { mtimeMs } = await stat(file);
    const [pid, host] = holder.split(" on ");
    const gone = host === hostname() && !isAlive(Number(pid));
    return gone || Date.now() - mtimeMs > STALE_MS ? undefined : holder;
  } catch {
    return undefined;
  }
}
