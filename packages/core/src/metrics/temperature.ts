/**
 * Temperature scaling: one number that makes a trained classifier's probabilities honest without
 * changing its predictions (Guo et al. 2017, section 4.2).
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { checkClassCount, checkFinite, checkScores } from "./check-metric-input.js";

/** What {@link fitTemperature} found. */
export interface TemperatureFit {
  /** What logits are divided by; over 1 for a network that is too sure of itself. */
  temperature: number;
  /** Mean negative log-likelihood at temperature 1, nats. */
  nllBefore: number;
  /** Mean negative log-likelihood at `temperature`, nats; never more than before. */
  nllAfter: number;
  /**
   * False when the data leave the temperature open: every item right (it goes towards 0), the gold
   * class always the least likely (it goes to 1000), all logits of each row equal.
   */
  determined: boolean;
}

/** Bounds of the temperature. */
const LOWEST = 1e-3;
const HIGHEST = 1e3;
const MOST_STEPS = 200;
const PRECISION = 1e-10;
/** So near to a bound is at the bound. */
const EDGE = 1e-6;

/**
 * The temperature T > 0 that minimises the negative log-likelihood of softmax(logits / T), between
 * 0.001 and 1000. Fit it on dev, never on test. The likelihood is convex in 1 / T, so the minimum
 * is found by Newton's method on its derivative inside a bracket, with bisection where that is slow.
 *
 * @param gold - class index (0 to classes - 1) of each item
 * @param logits - row-major [items, classes]; logarithms of probabilities do as well
 * @throws MltlError `E_USAGE` for no items, other lengths, an index that is no class;
 *   `E_NOT_FINITE` for NaN or an infinity
 */
export function fitTemperature(
  gold: ArrayLike<number>,
  logits: ArrayLike<number>,
  classes: number,
): TemperatureFit {
  checkScores("logits", gold, logits, classes);
  const at = (inverse: number) => likelihoodAt(gold, logits, classes, inverse);
  const start = at(1);
  let [low, high] = [1 / HIGHEST, 1 / LOWEST];
  let inverse = 1;
  let stride = Infinity;
  let found = start;
  for (let step = 0; step < MOST_STEPS && found.slope !== 0; step++) {
    if (found.slope > 0) high = inverse;
    else low = inverse;
    if (high - low <= PRECISION * high) break;
    const newton = inverse - found.slope / found.curvature;
    // Towards a minimum at infinity Newton's steps don't get shorter, and it would never arrive.
    const useful = newton > low && newton < high && Math.abs(newton - inverse) < stride / 2;
    const next = useful ? newton : Math.sqrt(low * high);
    stride = Math.abs(next - inverse);
    const settled = stride <= PRECISION * inverse;
    inverse = next;
    found = at(inverse);
    if (settled) break;
  }
  const temperature = 1 / inverse;
  const inside = temperature > LOWEST * (1 + EDGE) && temperature < HIGHEST * (1 - EDGE);
  return {
    temperature,
    nllBefore: start.nll,
    nllAfter: found.nll,
    determined: inside && found.curvature > 0,
  };
}

/**
 * softmax(logits / temperature), row-major [items, classes].
 *
 * @throws MltlError `E_USAGE` for a broken row or a temperature that is not above 0;
 *   `E_NOT_FINITE` for NaN or an infinity
 */
export function applyTemperature(
  logits: ArrayLike<number>,
  classes: number,
  temperature: number,
): Float64Array {
  checkClassCount(classes);
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw invalidArgument("temperature", "a number above 0", temperature);
  }
  if (logits.length % classes !== 0) {
    throw invalidArgument("logits", `rows of ${classes} numbers`, `${logits.length} numbers`);
  }
  checkFinite("logits", logits);
  const probabilities = new Float64Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const top = highest(logits, from, classes);
    let sum = 0;
    for (let j = from; j < from + classes; j++) {
      probabilities[j] = Math.exp((logits[j] - top) / temperature);
      sum += probabilities[j];
    }
    for (let j = from; j < from + classes; j++) probabilities[j] /= sum;
  }
  return probabilities;
}

/**
 * Mean negative log-likelihood of softmax(inverse * logits), with its first derivative (expected
 * less gold logit) and second (variance of the logits), by `inverse`.
 */
function likelihoodAt(
  gold: ArrayLike<number>,
  logits: ArrayLike<number>,
  classes: number,
  inverse: number,
): { nll: number; slope: number; curvature: number } {
  let [nll, slope, curvature] = [0, 0, 0];
  for (let row = 0; row < gold.length; row++) {
    const from = row * classes;
    const top = highest(logits, from, classes);
    let [sum, first, second] = [0, 0, 0];
    for (let j = from; j < from + classes; j++) {
      const below = logits[j] - top;
      const weight = Math.exp(inverse * below);
      sum += weight;
      first += weight * below;
      second += weight * below * below;
    }
    const mean = first / sum;
    const wanted = logits[from + gold[row]] - top;
    nll += Math.log(sum) - inverse * wanted;
    slope += mean - wanted;
    curvature += second / sum - mean * mean;
  }
  const items = gold.length;
  return { nll: nll / items, slope: slope / items, curvature: curvature / items };
}

function highest(values: ArrayLike<number>, from: number, count: number): number {
  let top = values[from];
  for (let j = from + 1; j < from + count; j++) top = Math.max(top, values[j]);
  return top;
}
