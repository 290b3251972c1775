/**
 * Times contenders side by side: each round runs every contender once, each in a process of its
 * own, so that neither warms or burdens the other and a change of the machine's speed meets both.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** One way of doing the case's work: a script that prints one JSON object, its {@link Timing}. */
export interface Contender {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** What a contender reports of one run. Start-up and warm-up are not in `seconds`. */
export interface Timing {
  /** How much work was done, in the case's units. */
  readonly work: number;
  readonly seconds: number;
  readonly versions: Record<string, string>;
  /** Anything else worth keeping, such as memory. */
  readonly notes?: Record<string, number>;
}

/** A thing to time. */
export interface SpeedCase {
  readonly name: string;
  /** What `work` counts, in the plural. */
  readonly unit: string;
  readonly description: string;
  /** Makes what the contenders need; `dispose` takes it away. */
  prepare(args: readonly string[]): Promise<{
    readonly ours: Contender;
    readonly peers: readonly Contender[];
    readonly rounds: number;
    readonly settings: Record<string, unknown>;
    dispose(): Promise<void>;
  }>;
}

/** Least, middle and most of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

const RESULTS = fileURLToPath(new URL("../../results/", import.meta.url));
const MAX_OUTPUT = 64 * 1024 * 1024;

/** What `results/speed-NAME.json` holds. */
export interface SpeedReport {
  readonly case: string;
  readonly description: string;
  readonly unit: string;
  readonly ours: ContenderSummary;
  readonly peers: readonly (ContenderSummary & { readonly ratio: Spread })[];
  /** Over the fastest peer. */
  readonly ratio: Spread;
  readonly machine: { readonly cpu?: string; readonly cores: number; readonly memoryGiB: number };
  readonly date: string;
}

/** A contender over all rounds. */
export interface ContenderSummary {
  readonly name: string;
  readonly versions: Record<string, string>;
  readonly speed: Spread;
}

/** Runs a case, prints what each contender did, and writes `results/speed-NAME.json`. */
export async function runCase(speedCase: SpeedCase, args: readonly string[]): Promise<SpeedReport> {
  const { ours, peers, rounds, settings, dispose } = await speedCase.prepare(args);
  const timings = new Map<string, Timing[]>([ours, ...peers].map(({ name }) => [name, []]));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const contender of [ours, ...peers]) {
        const timing = await time(contender);
        timings.get(contender.name)?.push(timing);
        const speed = (timing.work / timing.seconds).toFixed(2);
        const notes = Object.entries(timing.notes ?? {}).map(([key, value]) => `${key} ${value}`);
        const line = [`${speed} ${speedCase.unit}/s`, ...notes].join(", ");
        process.stderr.write(`round ${round} of ${rounds}: ${contender.name}: ${line}\n`);
      }
    }
  } finally {
    await dispose();
  }
  const report = {
    case: speedCase.name,
    description: speedCase.description,
    unit: `${speedCase.unit}/s`,
    settings,
    ours: summary(ours.name, timings),
    peers: peers.map(({ name }) => ({
      ...summary(name, timings),
      ratio: ratios(ours.name, name, timings),
    })),
    ratio: ratios(ours.name, fastest(peers, timings), timings),
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
  };
  await mkdir(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `speed-${speedCase.name}.json`);
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  for (const { name, ratio } of report.peers) {
    const spread = `${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)}`;
    process.stdout.write(`${ours.name}: ${ratio.median.toFixed(2)} times ${name} (${spread})\n`);
  }
  process.stdout.write(`written: ${path.relative(process.cwd(), file)}\n`);
  return report;
}

async function time({ script, args }: Contender): Promise<Timing> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: MAX_OUTPUT,
  });
  return JSON.parse(stdout) as Timing;
}

function summary(name: string, timings: ReadonlyMap<string, readonly Timing[]>) {
  const rounds = timings.get(name) ?? [];
  return {
    name,
    versions: rounds[0].versions,
    speed: spread(rounds.map(speedOf)),
    rounds: rounds.map(({ work, seconds, notes }) => ({ work, seconds, ...notes })),
  };
}

/** Ours over the peer's, round by round. `ratio` of a report is over the fastest peer's. */
function ratios(
  ours: string,
  peer: string,
  timings: ReadonlyMap<string, readonly Timing[]>,
): Spread {
  const theirs = timings.get(peer) ?? [];
  return spread((timings.get(ours) ?? []).map((timing, i) => speedOf(timing) / speedOf(theirs[i])));
}

function fastest(
  peers: readonly Contender[],
  timings: ReadonlyMap<string, readonly Timing[]>,
): string {
  const medianOf = ({ name }: Contender) => spread((timings.get(name) ?? []).map(speedOf)).median;
  return peers.reduce((a, b) => (medianOf(b) > medianOf(a) ? b : a)).name;
}

function speedOf({ work, seconds }: Timing): number {
  return work / seconds;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}

function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim(),
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  };
}
