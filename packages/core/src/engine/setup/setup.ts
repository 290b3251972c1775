/**
 * Brings in the native engine: each way is tried in order, each is reported, and none leaves
 * anything half-made (docs/decisions/0001-engine.md).
 *
 * @module
 */
import { MltlError } from "../../errors.js";
import { withLock } from "../../io/lock.js";
import { nativeFolder } from "../native-paths.js";
import type { SetupAttempt, WayContext } from "./attempt.js";
import { useExisting } from "./existing.js";
import { setupFromWheel, type WheelAttempt } from "./from-wheel.js";
import { setupFromVendor } from "./vendor-library.js";

/** How {@link setupEngine} works. */
export interface SetupOptions {
  /** The pinned wheel, where the user has it already; then nothing is downloaded. */
  wheel?: string;
  /** Builds anew even where an addon already loads. */
  force?: boolean;
  signal?: AbortSignal;
  /** Gets one line for each step. */
  onProgress?: (line: string) => void;
}

/**
 * Sets the native engine up, for every clone that shares the cache folder.
 *
 * @returns the ways that were tried, in order; the last one is `done`
 * @throws MltlError `E_ENGINE_SETUP` when no way led there (the attempts are in its message),
 *   `E_CHECKSUM` or `E_USAGE` when `wheel` is not the pinned one
 */
export async function setupEngine(options: SetupOptions = {}): Promise<SetupAttempt[]> {
  const { signal, onProgress = () => {} } = options;
  const context: WayContext = { signal, onProgress };
  const attempts: SetupAttempt[] = [];
  if (!options.force) {
    attempts.push(await useExisting(context));
    if (isDone(attempts)) return attempts;
  }
  const onWait = (holder: string) => onProgress(`waiting for another set-up (process ${holder})`);
  await withLock(`${nativeFolder()}.lock`, tryAll, { signal, onWait }).catch(explainFolder);
  if (isDone(attempts)) return attempts;
  const list = attempts.map(({ way, reason }) => `${way}: ${reason}`).join("; ");
  throw new MltlError("E_ENGINE_SETUP", `No way led to the native engine: ${list}`, {
    hint: "Install g++ and Python 3 with pip, or give the wheel with `mltl setup --from WHEEL`.",
  });

  async function tryAll(): Promise<void> {
    if (!options.force) {
      // Another process may have done it while this one waited.
      attempts[0] = await useExisting(context);
      if (isDone(attempts)) return;
    }
    const wheel = await settle("wheel", options, () => setupFromWheel(context, options.wheel));
    attempts.push(wheel);
    if (isDone(attempts) || options.wheel !== undefined) return;
    const { lacks } = wheel as WheelAttempt;
    attempts.push(await settle("vendor", options, () => setupFromVendor(context, lacks)));
  }
}

function isDone(attempts: readonly SetupAttempt[]): boolean {
  return attempts.at(-1)?.outcome === "done";
}

/** A way that throws has failed; but what the user gave or stopped is the user's to hear of. */
async function settle(
  way: SetupAttempt["way"],
  { wheel, signal }: SetupOptions,
  attempt: () => Promise<SetupAttempt>,
): Promise<SetupAttempt> {
  try {
    return await attempt();
  } catch (error) {
    if (wheel !== undefined || signal?.aborted) throw error;
    return {
      way,
      outcome: "failed",
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

function explainFolder(error: NodeJS.ErrnoException): never {
  if (!["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR"].includes(error.code ?? "")) throw error;
  throw new MltlError("E_ENGINE_SETUP", `Cannot write to the cache folder: ${error.message}`, {
    hint: "MLTL_CACHE names another folder; it takes 1 GB.",
    cause: error,
  });
}
