/**
 * What is wrong in annotated text, by file and line.
 *
 * @module
 */
import { MltlError } from "@mltl/core";

/**
 * What is wrong:
 * - `broken-line`: a line or record that can't be read; its sentence or document is left out
 * - `long-sentence`: more than 1,000 tokens without a blank line; it is read
 * - `mixed-separators`: a line separated by blanks in a file of tabs; it is read
 * - `bad-tag`: a tag that the scheme doesn't have; its sentence is left out
 * - `invalid-tags`: tags that the scheme doesn't allow in a row, read by the policy
 * - `bad-offsets`: an entity that isn't a stretch of its text; it is left out
 * - `other-text`: an entity whose text isn't what stands at its offsets; it is kept
 * - `no-text`: annotations whose text is missing; they are left out
 * - `unknown-unit`: offsets that count either UTF-16 units or code points, and nothing says which
 */
export type ProblemKind =
  | "broken-line"
  | "long-sentence"
  | "mixed-separators"
  | "bad-tag"
  | "invalid-tags"
  | "bad-offsets"
  | "other-text"
  | "no-text"
  | "unknown-unit";

/** One thing that is wrong, or how many more of its kind there are. */
export interface AnnotationProblem {
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  readonly kind: ProblemKind;
  readonly reason: string;
  /** How many this record stands for; 1 if not given. */
  readonly count?: number;
}

/** So many of a kind are kept one by one; the others are counted. */
const KEPT = 20;

/** What becomes of a sentence that can't be read: it is left out, or the file is refused. */
export type BrokenSentences = "leave-out" | "refuse";

/** Collects a file's problems: the first of each kind one by one, the rest as a number. */
export class ProblemLog {
  readonly #path: string;
  readonly #broken: BrokenSentences;
  readonly #kept: AnnotationProblem[] = [];
  readonly #counts = new Map<ProblemKind, number>();

  constructor(path: string, broken: BrokenSentences = "leave-out") {
    this.#path = path;
    this.#broken = broken;
  }

  /**
   * Adds why a sentence can't be read.
   *
   * @throws MltlError `E_BAD_DATA` naming file and line, where such files are refused
   */
  leaveOut(kind: ProblemKind, reason: string, line: number): void {
    if (this.#broken === "leave-out") {
      this.add(kind, `${reason}; its sentence is left out`, line);
      return;
    }
    throw new MltlError("E_BAD_DATA", `${this.#path}, line ${line}: ${reason}`, {
      hint: "Every line counts here: mend the file.",
    });
  }

  add(kind: ProblemKind, reason: string, line?: number): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count > KEPT) return;
    const problem = { path: this.#path, kind, reason };
    this.#kept.push(line === undefined ? problem : { ...problem, line });
  }

  /** In the order of lines, the numbers of those not named last. */
  all(): AnnotationProblem[] {
    const more = [...this.#counts]
      .filter(([, count]) => count > KEPT)
      .map(([kind, count]) => ({
        path: this.#path,
        kind,
        reason: `${(count - KEPT).toLocaleString("en")} more of this kind`,
        count: count - KEPT,
      }));
    return [...this.#kept.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)), ...more];
  }
}
