/**
 * A text and its entities, whatever form they came in.
 *
 * @module
 */
import type { Token } from "../segment/sentence-rules.js";

/** A typed stretch of a text, [start, end) in UTF-16 units: `text.slice(start, end)`. */
export interface TextEntity {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Stretches of one that is in several pieces, in order; `start` and `end` are then the outermost. */
  readonly fragments?: readonly { readonly start: number; readonly end: number }[];
}

/** A text and its entities, in order; they may overlap. */
export interface TextDocument {
  /** What reports call it: a file's path, with a number where a file holds several. */
  readonly id: string;
  readonly text: string;
  /** Whether `text` is what the author wrote; false where it is tokens joined by a blank. */
  readonly exactText: boolean;
  /** Tokens of each sentence, offsets into `text`. Left out where the form has none: `segment` makes them. */
  readonly sentences?: readonly (readonly Token[])[];
  readonly entities: readonly TextEntity[];
}
