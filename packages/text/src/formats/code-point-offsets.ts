/**
 * Offsets in code points and in UTF-16 units, from one to the other.
 *
 * @module
 */

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Converts offsets into one text. Without surrogate pairs in it, both are the same. */
export class CodePointOffsets {
  /** Offset in UTF-16 units of each pair. */
  readonly #pairs: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#pairs = Array.from(text.matchAll(PAIR), ({ index }) => index);
    this.#length = text.length;
  }

  /** Whether the two units differ anywhere in this text. */
  get differ(): boolean {
    return this.#pairs.length > 0;
  }

  /** UTF-16 units before a number of code points; beyond the text's end, beyond it in units too. */
  toUtf16(codePoints: number): number {
    const pairs = this.#pairs;
    // Pair number n is preceded by pairs[n] - n code points.
    const before = countWhile(pairs.length, (n) => pairs[n] - n < codePoints);
    return codePoints + before;
  }

  /** Code points before a UTF-16 offset; one inside a pair counts the pair. */
  fromUtf16(offset: number): number {
    const pairs = this.#pairs;
    return offset - countWhile(pairs.length, (n) => pairs[n] < Math.min(offset, this.#length));
  }
}

/** How many of 0, 1, ..., count - 1 come before the first that doesn't hold. */
function countWhile(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
