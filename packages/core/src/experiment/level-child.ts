/**
 * Starts a level's process and follows it.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ExperimentCache } from "./cache.js";
import type { LevelEnding, LevelNews, LevelWork } from "./level-work.js";

const PROGRAM = fileURLToPath(new URL("./level-process.js", import.meta.url));

/**
 * Runs a level in a process of its own; what that prints goes to a log beside its checkpoints.
 *
 * @param signal - lets the process stop after the step in flight, with a checkpoint
 */
export async function runLevelProcess(
  work: LevelWork,
  signal: AbortSignal,
  onNews: (news: LevelNews) => void = () => {},
): Promise<LevelEnding> {
  const { scratch } = new ExperimentCache(work.cache).placesOf(work.key);
  const folder = work.kind === "train" ? scratch : path.join(work.cache, "pilots");
  const log = path.join(folder, "log.txt");
  await mkdir(folder, { recursive: true });
  const file = await open(log, "a");
  try {
    const stdio = ["ignore", file.fd, file.fd, "ipc"] as const;
    const child = fork(PROGRAM, [], { stdio: [...stdio], execArgv: [] });
    return await follow(child, work, log, signal, onNews);
  } finally {
    await file.close();
  }
}

function follow(
  child: ChildProcess,
  work: LevelWork,
  log: string,
  signal: AbortSignal,
  onNews: (news: LevelNews) => void,
): Promise<LevelEnding> {
  const send = (message: LevelWork | "stop") => child.connected && child.send(message, () => {});
  const stop = () => send("stop");
  signal.addEventListener("abort", stop);
  let ending: LevelEnding | undefined;
  child.on("message", (message: LevelNews | LevelEnding) => {
    if (isEnding(message)) ending = message;
    else onNews(message);
  });
  send(work);
  if (signal.aborted) stop();
  return new Promise<LevelEnding>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      if (ending) resolve(ending);
      else if (signal.aborted) resolve({ kind: "stopped" });
      else resolve(crashed(killedBy ?? `exit code ${code}`, log));
    });
  }).finally(() => signal.removeEventListener("abort", stop));
}

function isEnding(message: LevelNews | LevelEnding): message is LevelEnding {
  return message.kind === "done" || message.kind === "stopped" || message.kind === "failed";
}

async function crashed(how: string, log: string): Promise<LevelEnding> {
  const text = await readFile(log, "utf8").catch(() => "");
  const [last] = text.trimEnd().split("\n").slice(-1);
  const message = `its process ended by ${how}${last ? `: ${last}` : ""}`;
  const memory = how === "SIGKILL" ? " The system kills what takes too much memory." : "";
  return { kind: "failed", failure: { message, hint: `All it said is in ${log}.${memory}` } };
}

/** Each job's share of the cores. */
export function threadsPerJob(jobs: number): number {
  return Math.max(1, Math.floor(availableParallelism() / jobs));
}
