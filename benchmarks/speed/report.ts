/**
 * What comes of a case: ours beside each peer, cell by cell, in `results/speed-NAME.json`.
 *
 * @module
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Cell, Contender, SpeedCase, Timing } from "./harness.js";

/** Least, middle and most of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What `results/speed-NAME.json` holds; `speed-NAME-under-load.json` with a busy neighbour. */
export interface SpeedReport {
  readonly case: string;
  readonly description: string;
  readonly unit: string;
  readonly asTime: boolean;
  /** Another process held one core the whole time. */
  readonly load: boolean;
  readonly settings: Record<string, unknown>;
  readonly cells: readonly CellReport[];
  readonly machine: Machine;
  readonly date: string;
}

/** Where it ran. */
export interface Machine {
  readonly cpu?: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
}

/** One measurement. */
export interface CellReport {
  readonly name: string;
  readonly ours: ContenderSummary;
  readonly peers: readonly (ContenderSummary & {
    readonly aside?: string;
    readonly ratio: Spread;
    readonly ratioCpu?: Spread;
  })[];
  /** Ours over the peer that is fastest by the median, round by round. */
  readonly ratio: Spread;
  /** The same for each second of processor time, over the peer that needs least of it. */
  readonly ratioCpu?: Spread;
}

/** A contender over all rounds. */
export interface ContenderSummary {
  readonly name: string;
  readonly versions: Record<string, string>;
  /** Work a second. */
  readonly speed: Spread;
  /** Work a second of processor time. */
  readonly speedCpu?: Spread;
  readonly rounds: readonly Record<string, number>[];
}

const RESULTS = fileURLToPath(new URL("../../results/", import.meta.url));

/** Puts the rounds together. */
export function buildReport(
  { name, description, unit, asTime = false }: SpeedCase,
  cells: readonly Cell[],
  circumstances: Pick<SpeedReport, "settings" | "load" | "machine" | "date">,
  timingsOf: (contender: Contender) => readonly Timing[],
): SpeedReport {
  return {
    case: name,
    description: description.replace(/ \[.*/, ""),
    unit: `${unit}/s`,
    asTime,
    ...circumstances,
    cells: cells.map((cell) => cellReport(cell, timingsOf)),
  };
}

/** Writes the report, over that of an earlier run. Returns the file. */
export async function writeReport(report: SpeedReport): Promise<string> {
  await mkdir(RESULTS, { recursive: true });
  const name = `speed-${report.case}${report.load ? "-under-load" : ""}.json`;
  const file = path.join(RESULTS, name);
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  return path.relative(process.cwd(), file);
}

/** The latest report of every case that has one, by file name. */
export async function readReports(): Promise<SpeedReport[]> {
  const files = (await readdir(RESULTS)).filter((name) => /^speed-.*\.json$/.test(name)).sort();
  const texts = files.map((name) => readFile(path.join(RESULTS, name), "utf8"));
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as SpeedReport);
}

/** The peer that the ratio is over. */
export function bestPeer({ peers }: CellReport): ContenderSummary {
  return best(
    peers.filter(({ aside }) => !aside),
    ({ speed }) => speed.median,
  );
}

function cellReport(
  { name, ours, peers }: Cell,
  timingsOf: (contender: Contender) => readonly Timing[],
): CellReport {
  const own = timingsOf(ours);
  const compared = peers.map((peer) => {
    const theirs = timingsOf(peer);
    return {
      ...summary(peer.name, theirs),
      aside: peer.aside,
      ratio: ratios(own, theirs, wall),
      ...(hasCpu(own) && hasCpu(theirs) && { ratioCpu: ratios(own, theirs, cpu) }),
    };
  });
  const like = compared.filter(({ aside }) => !aside);
  const thrifty = like.filter(({ ratioCpu }) => ratioCpu);
  return {
    name,
    ours: summary(ours.name, own),
    peers: compared,
    ratio: best(like, ({ speed }) => speed.median).ratio,
    ...(thrifty.length > 0 && {
      ratioCpu: best(thrifty, ({ speedCpu }) => speedCpu?.median ?? 0).ratioCpu,
    }),
  };
}

function summary(name: string, timings: readonly Timing[]): ContenderSummary {
  return {
    name,
    versions: timings[0].versions,
    speed: spread(timings.map(wall)),
    ...(hasCpu(timings) && { speedCpu: spread(timings.map(cpu)) }),
    rounds: timings.map(({ work, seconds, cpuSeconds, notes }) => ({
      work,
      seconds,
      ...(cpuSeconds && { cpuSeconds }),
      ...notes,
    })),
  };
}

function best<T>(items: readonly T[], measureOf: (item: T) => number): T {
  return items.reduce((a, b) => (measureOf(b) > measureOf(a) ? b : a));
}

function ratios(
  ours: readonly Timing[],
  theirs: readonly Timing[],
  speedOf: (timing: Timing) => number,
): Spread {
  return spread(ours.map((timing, i) => speedOf(timing) / speedOf(theirs[i])));
}

function wall({ work, seconds }: Timing): number {
  return work / seconds;
}

function cpu({ work, cpuSeconds = Number.NaN }: Timing): number {
  return work / cpuSeconds;
}

function hasCpu(timings: readonly Timing[]): boolean {
  return timings.every(({ cpuSeconds }) => cpuSeconds);
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}
