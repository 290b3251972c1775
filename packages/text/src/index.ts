/**
 * Named entities in text: read, cut into sentences and tokens, tag.
 *
 * @module @mltl/text
 */
export {
  SENTENCE_LIMITS,
  type SegmentOptions,
  type Sentence,
  SentenceStream,
  segment,
} from "./segment/segment.js";
export type { Token } from "./segment/sentence-rules.js";
