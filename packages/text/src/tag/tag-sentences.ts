import type { TokenSpan } from "./decode-sentence.js";
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
  spans: TokenSpan[];
}

/**
 * The spans of each sentence, whatever its length. Sentences of like length share a batch, and long
 * ones are seen through overlapping windows.
 */
export function tagSentences(
  model: Pick<TaggerModel, "predict">,
  sentences: readonly (readonly string[])[],
  { batch: most = BATCH.sentences }: TagSentencesOptions = {},
): TokenSpan[][] {
  const pieces: Piece[] = sentences.flatMap((words, sentence) =>
    words.length === 0
      ? []
      : coverWithWindows(words.length).map((window) => ({
          sentence,
          window,
          words: words.slice(window.start, window.end),
          spans: [],
        })),
  );
  const byLength = [...pieces].sort((a, b) => a.words.length - b.words.length);
  for (const batch of batches(byLength, most)) {
    const found = model.predict(batch.map((piece) => piece.words));
    batch.forEach((piece, i) => {
      piece.spans = found[i];
    });
  }
  const bySentence = sentences.map((): Piece[] => []);
  for (const piece of pieces) bySentence[piece.sentence].push(piece);
  return bySentence.map((own) =>
    joinWindows(
      own.map((piece) => piece.window),
      own.map((piece) => piece.spans),
    ),
  );
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
