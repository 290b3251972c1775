/**
 * The charts of a report, as numbers.
 *
 * @module
 */
import { type MeanDeviation, meanDeviation } from "../metrics/mean-deviation.js";
import type { PaperFigure } from "./manifest.js";
import type { Paper, PaperExperiment } from "./open-paper.js";
import type { ResultBook } from "./result-book.js";
import { scoresOf } from "./seed-scores.js";

/** A point: mean and spread over seeds; undefined where none is finished. */
export interface PointReport extends Partial<MeanDeviation> {
  /** A fraction of the target's training data, or a number of blocks. */
  readonly x: number;
}

export interface SeriesReport {
  readonly name: string;
  readonly points: readonly PointReport[];
}

export interface PanelReport {
  readonly title: string;
  readonly metric: string;
  readonly split: string;
  readonly series: readonly SeriesReport[];
}

export interface ChartReport extends Pick<PaperFigure, "kind" | "title"> {
  readonly panels: readonly PanelReport[];
}

/** The points of a figure's panels; a freeze figure has a panel for each fraction. */
export function chartReport(
  { experiments }: Pick<Paper, "experiments">,
  figure: PaperFigure,
  book: ResultBook,
): ChartReport {
  const { kind, title } = figure;
  const experimentOf = (name: string) =>
    experiments.find((one) => one.name === name) as PaperExperiment;
  if (figure.kind === "curve") {
    const panels = figure.panels.map((panel): PanelReport => {
      const of = experimentOf(panel.experiment);
      const { variants, fractions } = of.experiment;
      const plans = panel.plans ?? [...new Set(variants.map(({ plan }) => plan))];
      const ascending = [...fractions].sort((a, b) => a - b);
      const series = plans.map((plan) => ({
        name: plan,
        points: ascending.map((fraction) =>
          pointReport(book, { of, plan, ...panel, fraction }, fraction),
        ),
      }));
      return { title: panel.title, metric: panel.metric, split: panel.split, series };
    });
    return { kind, title, panels };
  }
  const panels = figure.panels.flatMap((panel) =>
    panel.fractions.map((fraction): PanelReport => {
      const of = experimentOf(panel.experiment);
      const series = panel.series.map(({ name, plans }) => ({
        name,
        points: plans.map((plan, i) =>
          pointReport(book, { of, plan, ...panel, fraction }, panel.reused[i]),
        ),
      }));
      const labels = `${100 * fraction} % of the labels`;
      const { metric, split } = panel;
      return { title: `${panel.title}, ${labels}`, metric, split, series };
    }),
  );
  return { kind, title, panels };
}

interface Point {
  readonly of: PaperExperiment;
  readonly plan: string;
  readonly data?: string;
  readonly fraction: number;
  readonly split: string;
  readonly metric: string;
}

function pointReport(book: ResultBook, point: Point, x: number): PointReport {
  const { of, plan, data, fraction, split, metric } = point;
  const { seeds } = scoresOf(book, { of, plan, data: [data], fraction, split, metric });
  return { x, ...(seeds.length > 0 && meanDeviation(seeds.map(({ score }) => score))) };
}
