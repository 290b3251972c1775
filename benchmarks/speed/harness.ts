/**
 * Times contenders side by side: each round runs every contender once, each in a process of its
 * own, so that neither warms or burdens the other and a change of the machine's speed meets both.
 *
 * @module
 */
import { execFile, spawn } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { promisify } from "node:util";
import { buildReport, type Machine, type SpeedReport } from "./report.js";

/** One way of doing a cell's work: a script that prints one JSON object, its {@link Timing}. */
export interface Contender {
  readonly name: string;
  /** What runs the script; this Node by default. */
  readonly command?: string;
  readonly script: string;
  readonly args: readonly string[];
  /**
   * The whole process is timed instead, from its start to its end, as one piece of work; what it
   * prints doesn't matter. Versions of what is in it.
   */
  readonly whole?: Record<string, string>;
  /** Why it is shown but counts for no ratio: what it does differently. */
  readonly aside?: string;
}

/** What a contender reports of one run. Start-up and warm-up are not in it. */
export interface Timing {
  /** How much work was done, in the case's units. */
  readonly work: number;
  readonly seconds: number;
  /** Processor time of all threads, user and system. */
  readonly cpuSeconds?: number;
  readonly versions: Record<string, string>;
  /** Anything else worth keeping, such as memory. */
  readonly notes?: Record<string, number>;
}

/** One measurement of a case: ours and its peers at the same settings. */
export interface Cell {
  /** What is special about it, such as `batch 10, one core`; empty where there is one cell. */
  readonly name: string;
  readonly ours: Contender;
  readonly peers: readonly Contender[];
}

/** A thing to time. */
export interface SpeedCase {
  readonly name: string;
  /** What `work` counts, in the plural. */
  readonly unit: string;
  readonly description: string;
  /** Shown as seconds for one unit rather than units a second. */
  readonly asTime?: boolean;
  /** Makes what the contenders need; `dispose` takes it away. */
  prepare(args: readonly string[]): Promise<{
    readonly cells: readonly Cell[];
    readonly rounds: number;
    readonly settings: Record<string, unknown>;
    dispose(): Promise<void>;
  }>;
}

const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs a case and prints what each contender did. Equal contenders of several cells run once. */
export async function runCase(
  speedCase: SpeedCase,
  args: readonly string[],
  { load = false }: { load?: boolean } = {},
): Promise<SpeedReport> {
  const { cells, rounds, settings, dispose } = await speedCase.prepare(args);
  const timings = new Map<string, Timing[]>();
  const contenders = new Map<string, Contender>();
  for (const contender of cells.flatMap(({ ours, peers }) => [ours, ...peers])) {
    contenders.set(keyOf(contender), contender);
    timings.set(keyOf(contender), []);
  }
  const neighbour = load ? spawn(process.execPath, ["-e", "for (;;);"]) : undefined;
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [key, contender] of contenders) {
        const timing = await time(contender);
        timings.get(key)?.push(timing);
        process.stderr.write(
          `round ${round} of ${rounds}: ${lineOf(contender, timing, speedCase.unit)}\n`,
        );
      }
    }
  } finally {
    neighbour?.kill();
    await dispose();
  }
  return buildReport(
    speedCase,
    cells,
    { settings, load, machine: machine(), date: new Date().toISOString().slice(0, 10) },
    (contender) => timings.get(keyOf(contender)) ?? [],
  );
}

function keyOf({ command, script, args }: Contender): string {
  return JSON.stringify([command, script, args]);
}

function lineOf(
  { name, args, whole }: Contender,
  { work, seconds, cpuSeconds, notes }: Timing,
  unit: string,
) {
  const figures = whole ? [`${seconds.toFixed(2)} s`] : [`${rate(work, seconds)} ${unit}/s`];
  if (cpuSeconds) figures.push(`${rate(work, cpuSeconds)} per CPU-second`);
  for (const [key, value] of Object.entries(notes ?? {})) figures.push(`${key} ${value}`);
  const isPath = (arg = "") => arg.includes("/");
  const options = args.filter((arg, i) => !isPath(arg) && !isPath(args[i + 1]));
  return `${name} (${options.join(" ")}): ${figures.join(", ")}`;
}

function rate(work: number, seconds: number): string {
  return (work / seconds).toFixed(2);
}

async function time({ command = process.execPath, script, args, whole }: Contender) {
  const start = performance.now();
  const { stdout } = await promisify(execFile)(command, [script, ...args], {
    maxBuffer: MAX_OUTPUT,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (!whole) return JSON.parse(stdout) as Timing;
  return { work: 1, seconds: (performance.now() - start) / 1000, versions: whole };
}

/** Where it runs. */
export function machine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim(),
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  };
}
