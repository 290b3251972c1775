/**
 * Honest probabilities: the temperature that a set of faces asks for (Guo et al. 2017, section 4.2).
 *
 * @module
 */
import { applyTemperature, expectedCalibrationError, fitTemperature } from "@mltl/core";
import type { FaceScores } from "../evaluate/score-faces.js";

/** Fewer faces say too little of how sure a classifier may be. */
const LEAST_FACES = 20;

/** What was found, and the expected calibration error in 15 bins without and with it, 0-1. */
export interface FittedTemperature {
  /** 1 where the faces are fewer than 20 or leave it open: all of them told apart, or none. */
  readonly temperature: number;
  readonly eceBefore: number;
  readonly ece: number;
}

/**
 * Fits the temperature by which a classifier's logits are divided.
 *
 * @param scores - of faces to choose on, never those to test on, at temperature 1
 */
export function temperatureOf({
  gold,
  probabilities,
  labels,
}: Pick<FaceScores, "gold" | "probabilities" | "labels">): FittedTemperature {
  const classes = labels.length;
  const logits = Float64Array.from(probabilities, (value) => Math.log(Math.max(value, SMALLEST)));
  const fit = fitTemperature(gold, logits, classes);
  const known = fit.determined && gold.length >= LEAST_FACES;
  const temperature = known ? Number(fit.temperature.toPrecision(4)) : 1;
  const eceAt = (value: number) =>
    expectedCalibrationError(gold, applyTemperature(logits, classes, value), classes);
  return { temperature, eceBefore: eceAt(1), ece: eceAt(temperature) };
}

/** A probability that is 0 in float32 has no logarithm. */
const SMALLEST = 1e-30;
