/**
 * What every metric refuses, in the same words.
 *
 * @module
 */
import { invalidArgument, MltlError } from "../errors.js";

/** Throws where there is nothing to score. */
export function checkNotEmpty(name: string, length: number): void {
  if (length === 0) {
    throw invalidArgument(name, "at least one entry", "none", {
      hint: "There is nothing to score: look at the split that was read.",
    });
  }
}

/** Throws unless `length` is that of gold, which isn't 0. */
export function checkLength(name: string, length: number, expected: number): void {
  checkNotEmpty("gold", expected);
  if (length !== expected) {
    throw invalidArgument(name, `${expected} entries, one for each of gold`, length, {
      hint: "Gold and predictions have to be of the same items in the same order.",
    });
  }
}

/** Throws unless `classes` is a whole number of at least 1. */
export function checkClassCount(classes: number): void {
  checkWhole("classes", classes, 1);
}

/** Throws unless `value` is a whole number of at least `least`. */
export function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw invalidArgument(name, `a whole number of at least ${least}`, value);
  }
}

/** Throws unless every entry is a class index, 0 to `classes` - 1. */
export function checkClassIndices(name: string, values: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isInteger(value) || value < 0 || value >= classes) {
      throw invalidArgument(`${name}[${i}]`, `a class index of 0 to ${classes - 1}`, value);
    }
  }
}

/** Throws unless every entry is a finite number. */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new MltlError(
        "E_NOT_FINITE",
        `Expected finite ${name}, received ${values[i]} at ${i}`,
        {
          hint: "A network that has diverged gives such numbers: train with a lower learning rate.",
        },
      );
    }
  }
}

/** Half-precision softmax sums to 1 within this. */
const SUM_TOLERANCE = 1e-2;

/** Throws unless gold are class indices and each row of [rows, classes] is a distribution. */
export function checkProbabilities(
  gold: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): void {
  checkScores("probabilities", gold, probabilities, classes);
  for (let row = 0; row < gold.length; row++) {
    let sum = 0;
    for (let j = row * classes; j < (row + 1) * classes; j++) {
      if (probabilities[j] < 0) {
        throw invalidArgument(`probabilities[${j}]`, "a number of 0 to 1", probabilities[j]);
      }
      sum += probabilities[j];
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw invalidArgument(`row ${row} of probabilities`, "a sum of 1", sum, {
        hint: "Logits become probabilities by applyTemperature(logits, classes, 1).",
      });
    }
  }
}

/** Throws unless gold are class indices and the scores are finite, of shape [rows, classes]. */
export function checkScores(
  name: string,
  gold: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes: number,
): void {
  checkClassCount(classes);
  if (gold.length > 0 && scores.length !== gold.length * classes) {
    throw invalidArgument(name, `${gold.length} x ${classes} entries`, scores.length);
  }
  checkLength(name, scores.length / classes, gold.length);
  checkClassIndices("gold", gold, classes);
  checkFinite(name, scores);
}
