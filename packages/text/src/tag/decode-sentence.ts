/**
 * From emissions to entities.
 *
 * @module
 */
import {
  type CrfScores,
  crfBestPaths,
  crfDecode,
  crfLattice,
  crfSpanProbability,
  FORBIDDEN,
  type Span,
} from "@mltl/core";
import { bioesToSpans, spansToBioes } from "../scheme/tag-scheme.js";

/** An entity found: token indices [start, end) and the probability of exactly this span. */
export interface TokenSpan extends Span {
  probability: number;
}

/** One way to read a sentence. */
export interface Alternative {
  /** Of this reading as a whole, all its entities and nothing else, 0 to 1. */
  probability: number;
  spans: Span[];
}

/** What a sentence says. */
export interface SentenceReading {
  /** The entities of the most probable reading. */
  spans: TokenSpan[];
  /** The next ones, most probable first; none where they weren't asked for. */
  alternatives: Alternative[];
}

/** How {@link readSentence} reads. */
export interface ReadingOptions {
  /**
   * Stretches that are settled: they have their type, or are outside where the tagger doesn't know
   * it, and the rest is read with that given. They aren't among what is found.
   */
  settled?: readonly Span[];
  /** Further readings that are wanted. Default: 0. */
  alternatives?: number;
}

/**
 * The most probable reading of one sentence of a batch, and those after it. Takes what
 * {@link decodeSentence} does.
 */
export function readSentence(
  emissions: Float32Array,
  index: number,
  batch: number,
  length: number,
  tags: readonly string[],
  scores: CrfScores,
  { settled = [], alternatives: count = 0 }: ReadingOptions,
): SentenceReading {
  if (settled.length === 0 && count === 0) {
    const spans = decodeSentence(emissions, index, batch, length, tags, scores);
    return { spans, alternatives: [] };
  }
  const own = settle(emissions, index, batch, length, tags, settled);
  const found = (spans: readonly Span[]) =>
    spans.filter(({ start }) =>
      settled.every((given) => start < given.start || start >= given.end),
    );
  const spans = decodeSentence(own, 0, 1, length, tags, scores);
  const reading = { spans: found(spans) as TokenSpan[], alternatives: [] as Alternative[] };
  if (count === 0) return reading;
  const { logPartition } = crfLattice(own, 0, tags.length, length, scores);
  const paths = crfBestPaths(own, 0, tags.length, length, scores, count + 1);
  reading.alternatives = paths.slice(1).map(({ labels, score }) => ({
    probability: Math.min(1, Math.exp(score - logPartition)),
    spans: found(bioesToSpans(Array.from(labels, (label) => tags[label]))),
  }));
  return reading;
}

/** The emissions of one sentence, `[length, tags]`, with all but the settled stretches' tags forbidden. */
function settle(
  emissions: Float32Array,
  index: number,
  batch: number,
  length: number,
  tags: readonly string[],
  settled: readonly Span[],
): Float32Array {
  const own = new Float32Array(length * tags.length);
  for (let t = 0; t < length; t++) {
    const from = (t * batch + index) * tags.length;
    own.set(emissions.subarray(from, from + tags.length), t * tags.length);
  }
  const given = spansToBioes(settled, length);
  for (const { start, end } of settled) {
    for (let t = start; t < end; t++) {
      const label = Math.max(0, tags.indexOf(given[t]));
      for (let j = 0; j < tags.length; j++) if (j !== label) own[t * tags.length + j] += FORBIDDEN;
    }
  }
  return own;
}

/**
 * The entities of one sentence of a batch.
 *
 * @param emissions - `[time, batch, tags]`, row-major
 * @param index - of the sentence within the batch
 * @param length - tokens of the sentence
 * @param tags - BIOES
 */
export function decodeSentence(
  emissions: Float32Array,
  index: number,
  batch: number,
  length: number,
  tags: readonly string[],
  scores: CrfScores,
): TokenSpan[] {
  const offset = index * tags.length;
  const stride = batch * tags.length;
  const path = crfDecode(emissions, offset, stride, length, scores);
  const spans = bioesToSpans(Array.from(path, (label) => tags[label]));
  if (spans.length === 0) return [];
  const lattice = crfLattice(emissions, offset, stride, length, scores);
  return spans.map((span) => {
    const labels = Array.from(path.subarray(span.start, span.end));
    const probability = crfSpanProbability(
      emissions,
      offset,
      stride,
      scores,
      lattice,
      span.start,
      labels,
    );
    return { ...span, probability };
  });
}
