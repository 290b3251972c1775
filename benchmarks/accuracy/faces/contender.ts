/**
 * A network that tells emotions from aligned grey faces.
 *
 * @module
 */
import { EMOTIONS } from "#vision/data/emotion-labels.js";

/** What every contender knows, in the order of FER2013's numbers. */
export const LABELS: readonly string[] = EMOTIONS.slice(0, 7);

/** Side of the faces, pixels. */
export const SIDE = 48;

/** One network with its own preprocessing. */
export interface FaceContender {
  /** Short, for results. */
  readonly id: string;
  /** For tables. */
  readonly name: string;
  readonly note: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Of its file of weights. */
  readonly sha256: string;
  /** [count, 48, 48] grey bytes to [count, 7] probabilities in the order of {@link LABELS}. */
  classify(crops: Uint8Array, count: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Probabilities in the order of {@link LABELS}; those of other labels are left out, so that rows may
 * sum to less than 1.
 *
 * @param probabilities - [count, names]
 * @throws Error where `names` lacks one of ours
 */
export function inOurOrder(
  probabilities: Float32Array,
  names: readonly string[],
): Float32Array<ArrayBuffer> {
  const columns = LABELS.map((label) => {
    const column = names.indexOf(label);
    if (column < 0) throw new Error(`Expected '${label}' among ${names.join(", ")}`);
    return column;
  });
  const count = probabilities.length / names.length;
  const ordered = new Float32Array(count * columns.length);
  for (let i = 0; i < count; i++) {
    columns.forEach((column, j) => {
      ordered[i * columns.length + j] = probabilities[i * names.length + column];
    });
  }
  return ordered;
}
