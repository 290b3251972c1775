import type { TextStatus } from "../schema.js";
import type { Sentence } from "../segment/segment.js";

/** A sentence that was read, or what hindered it: then it is empty and the status isn't `ok`. */
export interface ReadItem {
  path: string;
  status: TextStatus;
  reason?: string;
  sentence: Sentence;
  /** Set where the sentence came as columns, one token a line. */
  columns?: boolean;
}

/** An item without a sentence, placed after `last` where that is known. */
export function emptyItem(
  path: string,
  status: TextStatus,
  reason?: string,
  last?: Sentence,
): ReadItem {
  const sentence: Sentence = {
    index: last ? last.index + 1 : 0,
    start: last?.end ?? 0,
    end: last?.end ?? 0,
    startCodePoint: 0,
    opens: "paragraph",
    text: "",
    tokens: [],
  };
  return reason === undefined ? { path, status, sentence } : { path, status, reason, sentence };
}
