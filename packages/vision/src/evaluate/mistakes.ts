/**
 * Faces that a classifier is sure about and wrong.
 *
 * @module
 */
import type { FaceScores } from "./score-faces.js";

/** One wrong answer. */
export interface Mistake {
  /** Row of the face in its set. */
  readonly row: number;
  readonly label: string;
  readonly predicted: string;
  /** Of what was predicted, and of the label, 0-1. */
  readonly probability: number;
  readonly labelProbability: number;
}

/** The mistakes that the classifier is most sure of, the surest first; of equals the first row. */
export function surestMistakes(scores: FaceScores, limit: number): Mistake[] {
  const { rows, gold, predicted, probabilities, labels } = scores;
  const at = (i: number, label: number) => probabilities[i * labels.length + label];
  return Array.from(rows.keys())
    .filter((i) => gold[i] !== predicted[i])
    .sort((a, b) => at(b, predicted[b]) - at(a, predicted[a]) || a - b)
    .slice(0, limit)
    .map((i) => ({
      row: rows[i],
      label: labels[gold[i]],
      predicted: labels[predicted[i]],
      probability: at(i, predicted[i]),
      labelProbability: at(i, gold[i]),
    }));
}
