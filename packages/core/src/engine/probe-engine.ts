/**
 * Tries an engine out in a child process.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { runTool } from "./setup/run-tool.js";

/** What {@link probeEngine} found. */
export type EngineProbe =
  | { works: true; version: string; tfjs: string }
  | { works: false; reason: string };

/**
 * Loads an engine and computes with it, in a process of its own that may crash or hang.
 *
 * @param addon - path of a compiled addon; WASM when left out
 */
export async function probeEngine(addon?: string, signal?: AbortSignal): Promise<EngineProbe> {
  const program = fileURLToPath(new URL("./probe.js", import.meta.url));
  const outcome = await runTool([process.execPath, program], addon ? [addon] : [], {
    signal,
    timeout: 60_000,
  });
  if (outcome.status === "ok") return { works: true, ...JSON.parse(outcome.stdout) };
  return { works: false, reason: outcome.status === "failed" ? outcome.reason : "Node is gone" };
}
