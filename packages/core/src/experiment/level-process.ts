/**
 * A program of its own: trains one level, as its parent tells it, and says how that goes. Started by
 * level-child.ts. Ctrl-C is the parent's to understand; without a parent it stops after its step.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { answerLevel } from "./answer-level.js";
import type { Failure, LevelEnding, LevelNews, LevelWork } from "./level-work.js";
import { pilotLevel } from "./pilot-level.js";
import { trainLevel } from "./train-level.js";

const stop = new AbortController();

process.on("SIGINT", () => {});
process.on("SIGTERM", () => stop.abort());
process.on("disconnect", () => stop.abort());
process.on("message", (message: LevelWork | "stop") => {
  if (message === "stop") stop.abort();
  else void work(message).then(end);
});

async function work(level: LevelWork): Promise<LevelEnding> {
  try {
    if (level.kind === "pilot") {
      return { kind: "done", pilot: await pilotLevel(level, stop.signal) };
    }
    if (level.kind === "answer") await answerLevel(level);
    else await trainLevel(level, stop.signal, tell);
    return { kind: "done" };
  } catch (error) {
    if (stop.signal.aborted) return { kind: "stopped" };
    console.error(error);
    return { kind: "failed", failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof MltlError)) return { message: String((error as Error).message ?? error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}

function tell(news: LevelNews): void {
  if (process.connected) process.send?.(news);
}

function end(ending: LevelEnding): void {
  if (!process.connected) process.exit();
  process.send?.(ending, () => process.exit());
}
