/**
 * Everything that is said of scored faces in numbers.
 *
 * @module
 */
import {
  bootstrapCounts,
  brierScore,
  type ClassScore,
  type ConfusionMatrix,
  classScores,
  confusionMatrix,
  expectedCalibrationError,
  type Interval,
  MltlError,
  negativeLogLikelihood,
  type ReliabilityBin,
  reliabilityBins,
} from "@mltl/core";
import { faceMetrics } from "./face-metrics.js";
import type { FaceScores } from "./score-faces.js";

/** How {@link faceFigures} draws the interval. */
export interface FigureOptions {
  /** Resamples for the interval of the accuracy; 0 for no interval. Default: 2000. */
  readonly bootstrap?: number;
  /** What each face of the set shares with others, by row: groups are drawn as wholes. */
  readonly groups?: readonly string[];
}

/** How sure the classifier is against how often it is right. */
export interface Calibration {
  /** Expected calibration error over the bins, 0-1. */
  readonly ece: number;
  /** Mean negative log-likelihood, nats. */
  readonly nll: number;
  /** 0-2. */
  readonly brier: number;
  readonly reliability: readonly ReliabilityBin[];
}

/** Percentile interval of the accuracy. */
export interface AccuracyInterval extends Omit<Interval, "estimate"> {
  /** What is drawn. */
  readonly units: "faces" | "groups";
  readonly count: number;
}

/** Figures of scored faces; all rates are fractions. */
export interface FaceFigures {
  readonly n: number;
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly macroF1: number;
  readonly interval?: AccuracyInterval;
  readonly calibration: Calibration;
  readonly perClass: readonly ({ readonly label: string } & Readonly<ClassScore>)[];
  /** Counts, [label][predicted], in the order of the classifier's labels. */
  readonly confusion: ConfusionMatrix;
}

/**
 * Figures of scored faces.
 *
 * @throws MltlError `E_BAD_DATA` where there are no faces
 */
export function faceFigures(
  scores: FaceScores,
  { bootstrap = 2000, groups }: FigureOptions = {},
): FaceFigures {
  const { gold, predicted, probabilities, labels } = scores;
  if (gold.length === 0) {
    throw new MltlError("E_BAD_DATA", "Expected faces to score, received none");
  }
  const confusion = confusionMatrix(gold, predicted, labels.length);
  return {
    n: gold.length,
    ...faceMetrics(scores),
    ...accuracyInterval(scores, bootstrap, groups),
    calibration: {
      ece: expectedCalibrationError(gold, probabilities, labels.length),
      nll: negativeLogLikelihood(gold, probabilities, labels.length),
      brier: brierScore(gold, probabilities, labels.length),
      reliability: reliabilityBins(gold, probabilities, labels.length),
    },
    perClass: classScores(confusion).map((score, i) => ({ label: labels[i], ...score })),
    confusion,
  };
}

function accuracyInterval(
  { rows, gold, predicted }: FaceScores,
  resamples: number,
  groups: readonly string[] | undefined,
): { interval?: AccuracyInterval } {
  const counts = new Map<string, [right: number, all: number]>();
  rows.forEach((row, i) => {
    // A face whose group isn't known stands alone.
    const key = groups?.[row] || `\0${row}`;
    const count = counts.get(key) ?? [0, 0];
    counts.set(key, [count[0] + (gold[i] === predicted[i] ? 1 : 0), count[1] + 1]);
  });
  if (resamples === 0 || counts.size < 2) return {};
  const { lower, upper, level } = bootstrapCounts(
    [...counts.values()],
    ([right, all]) => right / all,
    { resamples },
  );
  const units = groups === undefined ? "faces" : "groups";
  return { interval: { lower, upper, level, resamples, units, count: counts.size } };
}
