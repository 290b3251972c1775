/**
 * How far a long job has come, on standard error: a bar on a terminal, plain lines elsewhere.
 *
 * @module
 */
import { Presets, SingleBar } from "cli-progress";
import { duration } from "./duration.js";
import { printable } from "./printable.js";

/** A job's progress as people see it. */
export interface Progress {
  /** `n` more are done. Default: 1. */
  tick(n?: number): void;
  /** Says how many there will be, once that is known. */
  total(n: number): void;
  /** What there is to know of the last tick, such as `loss 0.62`: shown instead of ticks a second. */
  details(words: readonly string[]): void;
  /** Writes a line without spoiling the bar. */
  note(line: string): void;
  /** Takes the bar off the terminal, so that something can be printed; the next tick redraws it. */
  clear(): void;
  /** Ends it. Nothing stays on the terminal; elsewhere, nothing more is written. */
  stop(): void;
}

/** What is counted and where it is shown. */
export interface ProgressOptions {
  /** What is being done, such as `classifying`. */
  label: string;
  /** What is counted, in the plural, such as `photographs`. */
  unit: string;
  total?: number;
  /** Default: standard error. */
  stream?: NodeJS.WriteStream;
  /** Milliseconds between plain lines. Default: 5000. */
  every?: number;
}

const NARROWEST_BAR = 6;

/** Begins to show a job's progress. The clock runs from here. */
export function createProgress(options: ProgressOptions): Progress {
  const stream = options.stream ?? process.stderr;
  return stream.isTTY ? barOn(stream, options) : linesOn(stream, options);
}

function barOn(stream: NodeJS.WriteStream, { label, unit, total }: ProgressOptions): Progress {
  const started = performance.now();
  let done = 0;
  let known = total;
  let details: readonly string[] = [];
  const bar = new SingleBar(
    {
      stream,
      clearOnComplete: true,
      stopOnComplete: false,
      emptyOnZero: true,
      etaBuffer: 50,
      fps: 5,
      linewrap: true,
      gracefulExit: false,
      format: (_, { eta }) => {
        const facts = factsOf(details, done, started).join(" · ");
        const columns = stream.columns ?? 80;
        if (known === undefined) return cut(`${label} ${done} ${unit} · ${facts}`, columns);
        const left = eta > 0 ? ` · ${duration(eta)} left` : "";
        const roomForWords = columns - label.length - 2 - NARROWEST_BAR;
        const words = cut(` ${done}/${known} ${unit}${left} · ${facts}`, roomForWords);
        const room = columns - label.length - words.length - 2;
        const width = Math.min(24, Math.max(0, room));
        const full = Math.round(width * Math.min(1, done / Math.max(known, 1)));
        return `${label} ${"█".repeat(full)}${"░".repeat(width - full)}${words}`;
      },
    },
    Presets.shades_classic,
  );
  bar.start(total ?? 0, 0);
  const clear = () => stream.write("\r\x1b[K");
  return {
    tick(n = 1) {
      done += n;
      bar.update(done);
    },
    total(n) {
      known = n;
      bar.setTotal(n);
    },
    details(words) {
      details = words;
    },
    note(line) {
      clear();
      stream.write(`${printable(line)}\n`);
      bar.render();
    },
    clear,
    stop() {
      bar.stop();
    },
  };
}

function linesOn(
  stream: NodeJS.WriteStream,
  { label, unit, total, every = 5000 }: ProgressOptions,
): Progress {
  const started = performance.now();
  let done = 0;
  let known = total;
  let details: readonly string[] = [];
  let written = started;
  return {
    tick(n = 1) {
      done += n;
      const now = performance.now();
      if (now - written < every) return;
      written = now;
      const rate = done / ((now - started) / 1000);
      const of = known === undefined ? "" : `/${known}`;
      const left =
        known !== undefined && known > done ? `, ${duration((known - done) / rate)} left` : "";
      const facts = factsOf(details, done, started).join(", ");
      stream.write(`${label}: ${done}${of} ${unit}, ${facts}${left}\n`);
    },
    total(n) {
      known = n;
    },
    details(words) {
      details = words;
    },
    note(line) {
      stream.write(`${printable(line)}\n`);
    },
    clear() {},
    stop() {},
  };
}

/** A line that wraps could not be taken back. */
function cut(text: string, columns: number): string {
  return text.length <= columns ? text : text.slice(0, Math.max(0, columns - 1));
}

function factsOf(details: readonly string[], done: number, started: number): readonly string[] {
  return details.length > 0 ? details : [`${perSecond(done, started)}/s`];
}

function perSecond(done: number, started: number): string {
  const rate = done / Math.max((performance.now() - started) / 1000, 1e-3);
  return rate >= 100 ? Math.round(rate).toLocaleString("en") : rate.toFixed(1);
}
