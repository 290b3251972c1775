import type { ReadingOptions, SentenceReading, TokenSpan } from "./decode-sentence.js";
import type { TaggerModel } from "./tagger-model.js";
import { coverWithWindows, joinWindows, type Window } from "./windows.js";

/** What a batch may hold: sentences, and tokens once all are as long as the longest. */
const BATCH = { sentences: 64, tokens: 4_096 } as const;

/** How {@link tagSentences} works. */
export interface TagSentencesOptions {
  /** Sentences that go through the network together, at most. */
  readonly batch?: number;
}

interface Piece {
  sentence: number;
  window: Window;
  words: readonly string[];
  options: ReadingOptions;
  reading: SentenceReading;
}

/**
 * The spans of each sentence, whatever its length. Sentences of like length share a batch, and long
 * ones are seen through overlapping windows.
 */
export function tagSentences(
  model: Pick<TaggerModel, "predict">,
  sentences: readonly (readonly string[])[],
  options: TagSentencesOptions = {},
): TokenSpan[][] {
  const read: TaggerModel["read"] = (words) =>
    model.predict(words).map((spans) => ({ spans, alternatives: [] }));
  return readSentences({ read }, sentences, [], options).map(({ spans }) => spans);
}

/**
 * As {@link tagSentences}, with parts of sentences settled, or further readings of those that fit
 * into one window; longer ones have none.
 *
 * @param options - by sentence
 */
export function readSentences(
  model: Pick<TaggerModel, "read">,
  sentences: readonly (readonly string[])[],
  options: readonly ReadingOptions[],
  { batch: most = BATCH.sentences }: TagSentencesOptions = {},
): SentenceReading[] {
  const pieces: Piece[] = sentences.flatMap((words, sentence) =>
    words.length === 0
      ? []
      : coverWithWindows(words.length).map((window, _, { length }) => ({
          sentence,
          window,
          words: words.slice(window.start, window.end),
          options: length === 1 ? (options[sentence] ?? {}) : inWindow(window, options[sentence]),
          reading: { spans: [], alternatives: [] },
        })),
  );
  const byLength = [...pieces].sort((a, b) => a.words.length - b.words.length);
  for (const batch of batches(byLength, most)) {
    const found = model.read(
      batch.map((piece) => piece.words),
      batch.map((piece) => piece.options),
    );
    batch.forEach((piece, i) => {
      piece.reading = found[i];
    });
  }
  const bySentence = sentences.map((): Piece[] => []);
  for (const piece of pieces) bySentence[piece.sentence].push(piece);
  return bySentence.map((own) => {
    const spans = joinWindows(
      own.map((piece) => piece.window),
      own.map((piece) => piece.reading.spans),
    );
    return { spans, alternatives: own.length === 1 ? own[0].reading.alternatives : [] };
  });
}

/** What is settled of a sentence within one of its windows; a stretch that it cuts has no type. */
function inWindow(window: Window, { settled = [] }: ReadingOptions = {}): ReadingOptions {
  const within = settled.filter(({ start, end }) => start < window.end && end > window.start);
  return {
    settled: within.map(({ type, start, end }) => ({
      type: start < window.start || end > window.end ? "" : type,
      start: Math.max(start, window.start) - window.start,
      end: Math.min(end, window.end) - window.start,
    })),
  };
}

function* batches(byLength: readonly Piece[], most: number): Generator<Piece[]> {
  let batch: Piece[] = [];
  for (const piece of byLength) {
    const tokens = (batch.length + 1) * piece.words.length;
    if (batch.length > 0 && (batch.length === most || tokens > BATCH.tokens)) {
      yield batch;
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) yield batch;
}
