/**
 * A training as people see it: a bar for each stage, a line for each epoch.
 *
 * @module
 */
import {
  createProgress,
  duration,
  formatFigure,
  formatReuseReport,
  type Level,
  type Metrics,
  type Progress,
  printable,
  type ReuseReport,
  type TrainingEvents,
  topRate,
} from "@mltl/core";

/** Listens to a run of a plan and shows it on standard error. */
export interface TrainingDisplay extends Required<TrainingEvents> {
  onLevel(level: Level, index: number): void;
  onReuse(report: ReuseReport): void;
  onNotice(notice: string): void;
  stop(): void;
}

/** Dev figures that are shown beside the one that chooses the epoch. */
const MORE_FIGURES = 2;
const MOMENT = 0.95;

/** Shows the training of a plan with so many levels. */
export function showTraining(levels: number): TrainingDisplay {
  let level: Level | undefined;
  let bar: Progress | undefined;
  let stage: string | undefined;
  let best: string | undefined;
  let loss = 0;
  let kept = 0;
  let examples = 0;
  let began = 0;

  const say = (line: string) => {
    if (bar) bar.note(line);
    else process.stderr.write(`${line}\n`);
  };
  const rateOf = (name: string, factor: number) => {
    const found = level?.stages.find((candidate) => candidate.name === name);
    return rounded(factor * (found ? topRate(found.rate) : 1));
  };
  const close = () => {
    bar?.stop();
    bar = undefined;
    stage = undefined;
  };

  return {
    onLevel(next, index) {
      close();
      level = next;
      best = undefined;
      const of = levels === 1 ? "" : ` ${index + 1} of ${levels}`;
      say(`level${of}: ${next.name}, ${next.task}, ${next.network.architecture}`);
    },
    onNotice: (notice) => say(`note: ${printable(notice)}`),
    onReuse: (report) => say(formatReuseReport(report).trimEnd()),
    onResume: ({ steps, epochs }) => say(`going on after step ${steps}, ${epochs} epochs done`),
    onStep(event) {
      if (event.stage !== stage) {
        close();
        stage = event.stage;
        bar = createProgress({
          label: `${level?.name}/${stage}`,
          unit: "steps",
          total: event.steps - event.step + 1,
        });
        loss = 0;
        kept = 0;
        examples = 0;
        began = performance.now();
      }
      loss = MOMENT * loss + (1 - MOMENT) * event.loss;
      kept = MOMENT * kept + (1 - MOMENT);
      examples += event.size;
      const speed = examples / Math.max((performance.now() - began) / 1000, 1e-3);
      const parts = [
        `loss ${(loss / kept).toFixed(3)}`,
        ...(best === undefined ? [] : [`best ${best}`]),
        `${Math.round(speed).toLocaleString("en")} ${event.unit}/s`,
        `rate ${rateOf(event.stage, event.rate)}`,
      ];
      bar?.details(parts);
      bar?.tick();
    },
    onEpoch(entry) {
      const monitor = level?.monitor ?? "";
      const [first, ...others] = figures(entry.metrics, monitor);
      if (entry.best) best = first;
      const total = level?.stages.find(({ name }) => name === entry.stage)?.epochs;
      const of = total === undefined ? "" : `/${total}`;
      const dev = [first, ...others.slice(0, MORE_FIGURES)].join(", ");
      say(
        `${level?.name}/${entry.stage} ${entry.epoch + 1}${of}: loss ${entry.loss.toFixed(4)}, ` +
          `dev ${dev}, rate ${rateOf(entry.stage, entry.rate)}, ` +
          `${duration(entry.seconds)}${entry.best ? " *" : ""}`,
      );
    },
    stop: close,
  };
}

/** `accuracy 61.2 %`, the monitor's first. */
function figures(metrics: Metrics, monitor: string): string[] {
  const names = [monitor, ...Object.keys(metrics).filter((name) => name !== monitor)];
  return names.map((name) => `${name} ${formatFigure(name, metrics[name])}`);
}

/** Two significant digits are enough to follow a rate. */
function rounded(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}
