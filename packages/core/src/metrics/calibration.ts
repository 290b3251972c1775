/**
 * Whether a classifier that says 0.8 is right in 80 of 100 cases (Guo et al. 2017, "On Calibration
 * of Modern Neural Networks", section 2).
 *
 * @module
 */
import { checkProbabilities, checkWhole } from "./check-metric-input.js";
import { argmaxRows } from "./classification.js";

/** The items whose confidence lies in (lower, upper]; a bar of a reliability diagram. */
export interface ReliabilityBin {
  lower: number;
  upper: number;
  count: number;
  /** Mean probability of the predicted class, 0-1; 0 for an empty bin. */
  confidence: number;
  /** Share of right predictions, 0-1; 0 for an empty bin. */
  accuracy: number;
}

/** How calibration is measured. */
export interface CalibrationOptions {
  /** Number of bins of equal width on (0, 1]. 15 is what papers use. */
  bins?: number;
}

/**
 * Accuracy and confidence by confidence, in bins of equal width; the prediction is the first of
 * the most probable classes.
 *
 * @param gold - class index (0 to classes - 1) of each item
 * @param probabilities - row-major [items, classes], each row summing to 1
 * @throws MltlError `E_USAGE` for no items, other lengths, an index that is no class, rows that
 *   are no distributions, no bins; `E_NOT_FINITE` for NaN
 */
export function reliabilityBins(
  gold: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  { bins = 15 }: CalibrationOptions = {},
): ReliabilityBin[] {
  checkWhole("bins", bins, 1);
  checkProbabilities(gold, probabilities, classes);
  const found = Array.from({ length: bins }, (_, i) => ({
    lower: i / bins,
    upper: (i + 1) / bins,
    count: 0,
    confidence: 0,
    accuracy: 0,
  }));
  argmaxRows(probabilities, classes).forEach((predicted, row) => {
    const confidence = probabilities[row * classes + predicted];
    const bin = found[binOf(confidence, bins)];
    bin.count++;
    bin.confidence += confidence;
    if (predicted === gold[row]) bin.accuracy++;
  });
  for (const bin of found) {
    if (bin.count === 0) continue;
    bin.confidence /= bin.count;
    bin.accuracy /= bin.count;
  }
  return found;
}

/**
 * Expected calibration error, 0-1: the mean distance of accuracy and confidence over the bins,
 * weighted by their counts (Guo et al. 2017, eq. 3). It depends on the number of bins: report it.
 *
 * Arguments and errors are those of {@link reliabilityBins}.
 */
export function expectedCalibrationError(
  gold: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  options: CalibrationOptions = {},
): number {
  let total = 0;
  for (const bin of reliabilityBins(gold, probabilities, classes, options)) {
    total += bin.count * Math.abs(bin.accuracy - bin.confidence);
  }
  return total / gold.length;
}

/** Index of the bin (i / bins, (i + 1) / bins] that holds the confidence, by those very quotients. */
function binOf(confidence: number, bins: number): number {
  let index = Math.min(Math.max(Math.ceil(confidence * bins) - 1, 0), bins - 1);
  while (index > 0 && confidence <= index / bins) index--;
  while (index < bins - 1 && confidence > (index + 1) / bins) index++;
  return index;
}
