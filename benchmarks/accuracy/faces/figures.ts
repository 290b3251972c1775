/**
 * The figures of a contender's answers: with intervals over independent units, and beside another's.
 *
 * @module
 */
import {
  approximateRandomization,
  bootstrap,
  type ConfusionMatrix,
  classificationMetrics,
  type Interval,
  pairedBootstrap,
} from "@mltl/core";
import { LABELS } from "./contender.js";

/** Answers to some faces. Item `i` of every array is of the same face; classes index {@link LABELS}. */
export interface Answers {
  readonly gold: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Faces with the same name belong together. */
  readonly units: readonly string[];
}

const METRICS = ["accuracy", "balancedAccuracy", "macroF1"] as const;

/** Fractions, with 95 % intervals. */
export type PartFigures = Readonly<Record<(typeof METRICS)[number], Interval>>;

/** How many neutral faces are called sad or angry. */
export interface CalmFaces {
  readonly neutral: number;
  readonly calledSadOrAngry: number;
}

/** The first one's accuracy less the second's. */
export interface Lead {
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, by approximate randomisation of whole units. */
  readonly p: number;
}

const RESAMPLES = 2000;

/** Bootstrap over units; of a resample, the classes that it has gold faces of are averaged over. */
export function partFigures({ gold, predicted, units }: Answers): PartFigures {
  const members = membersOf(units);
  // Of one seed, every metric is asked about the same draws in the same order: counted once.
  const known: ReturnType<typeof classificationMetrics>[] = [];
  const intervals = METRICS.map((metric) => {
    let asked = 0;
    const statistic = (drawn: Int32Array) => {
      known[asked] ??= classificationMetrics(countDrawn(drawn, members, gold, predicted));
      return known[asked++][metric];
    };
    return [metric, bootstrap(members.length, statistic, { resamples: RESAMPLES })];
  });
  return Object.fromEntries(intervals) as PartFigures;
}

/** Undefined where no face is neutral. */
export function calmFaces({ gold, predicted }: Pick<Answers, "gold" | "predicted">) {
  const [neutral, ...troubled] = ["neutral", "sad", "angry"].map((name) => LABELS.indexOf(name));
  const calm = Array.from(gold).flatMap((label, i) => (label === neutral ? [predicted[i]] : []));
  if (calm.length === 0) return undefined;
  const called = calm.filter((label) => troubled.includes(label)).length;
  return { neutral: calm.length, calledSadOrAngry: called } satisfies CalmFaces;
}

/** Is the first ahead of the second on the same faces? */
export function leadOver(first: Answers, second: Pick<Answers, "predicted">): Lead {
  const members = membersOf(first.units);
  const rows = (predicted: ArrayLike<number>) =>
    members.map((faces) => [
      faces.filter((i) => predicted[i] === first.gold[i]).length,
      faces.length,
    ]);
  const [ours, theirs] = [rows(first.predicted), rows(second.predicted)];
  const accuracy = ([right, all]: Float64Array) => right / all;
  const { difference, p } = approximateRandomization(ours, theirs, accuracy);
  const { interval } = pairedBootstrap(ours, theirs, accuracy, { resamples: RESAMPLES });
  return { difference, lower: interval.lower, upper: interval.upper, p };
}

/** The faces of each unit, in the order in which units are met. */
export function membersOf(units: readonly string[]): number[][] {
  const members = new Map<string, number[]>();
  units.forEach((unit, i) => {
    const known = members.get(unit);
    if (known) known.push(i);
    else members.set(unit, [i]);
  });
  return [...members.values()];
}

function countDrawn(
  drawn: Int32Array,
  members: readonly (readonly number[])[],
  gold: ArrayLike<number>,
  predicted: ArrayLike<number>,
): ConfusionMatrix {
  const matrix = LABELS.map(() => new Array<number>(LABELS.length).fill(0));
  for (const unit of drawn) for (const i of members[unit]) matrix[gold[i]][predicted[i]]++;
  return matrix;
}
