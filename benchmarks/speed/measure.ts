/**
 * The clock that our own contenders run on, the twin of peers/timing.py.
 *
 * @module
 */
import type { Engine } from "@mltl/core";

/** What was measured after the warm-up. */
export interface Measured {
  readonly work: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly steps: number;
}

const WARM_UP_SECONDS = 2;
const MIB = 1024 ** 2;

/** Calls `step(i)`, which returns the work it did, for so long, after a warm-up that isn't counted. */
export function measure(step: (i: number) => number, seconds: number): Measured {
  let i = 0;
  const start = performance.now();
  while (performance.now() - start < 1000 * WARM_UP_SECONDS) step(i++);
  const first = i;
  let work = 0;
  const cpuThen = process.cpuUsage();
  const then = performance.now();
  while (performance.now() - then < 1000 * seconds) work += step(i++);
  return { work, ...since(then, cpuThen), steps: i - first };
}

/** {@link measure} for steps that have to be waited for. */
export async function measureAsync(
  step: (i: number) => Promise<number>,
  seconds: number,
): Promise<Measured> {
  let i = 0;
  const start = performance.now();
  while (performance.now() - start < 1000 * WARM_UP_SECONDS) await step(i++);
  const first = i;
  let work = 0;
  const cpuThen = process.cpuUsage();
  const then = performance.now();
  while (performance.now() - then < 1000 * seconds) work += await step(i++);
  return { work, ...since(then, cpuThen), steps: i - first };
}

function since(then: number, cpuThen: NodeJS.CpuUsage): Pick<Measured, "seconds" | "cpuSeconds"> {
  const seconds = (performance.now() - then) / 1000;
  const cpu = process.cpuUsage(cpuThen);
  return { seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
}

/** Prints what the harness reads: a `Timing`. */
export function report(measured: Measured, engine: Engine, notes: Record<string, number>): void {
  const versions = { engine: `${engine.kind} ${engine.version}`, node: process.version };
  reportOf(measured, versions, notes);
}

/** The same for what runs in Node without our engine. */
export function reportOf(
  { work, seconds, cpuSeconds, steps }: Measured,
  versions: Readonly<Record<string, string>>,
  notes: Record<string, number>,
): void {
  const timing = {
    work,
    seconds,
    cpuSeconds,
    versions,
    notes: { steps, rssMiB: Math.round(process.memoryUsage.rss() / MIB), ...notes },
  };
  process.stdout.write(JSON.stringify(timing));
}

/** Lets the engine use so many threads; before it is loaded. */
export function useThreads(within: number, across: number): void {
  process.env.TF_NUM_INTRAOP_THREADS = String(within);
  process.env.TF_NUM_INTEROP_THREADS = String(across);
}
