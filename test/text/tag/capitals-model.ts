import type { TaggerModel, TokenSpan } from "@mltl/text";

/**
 * A tagger whose answers can be told by looking: every run of capitalised words is a PER, in Latin
 * and other cased scripts; emoji are LOC. It shows what happens to offsets, not what a model knows.
 */
export function capitalsModel(
  onBatch?: (batch: readonly (readonly string[])[]) => void,
): TaggerModel {
  const predict = (sentences: readonly (readonly string[])[]) => {
    onBatch?.(sentences);
    return sentences.map(spansOf);
  };
  return {
    types: ["PER", "LOC", "ORG"],
    predict,
    read: (sentences) => predict(sentences).map((spans) => ({ spans, alternatives: [] })),
    dispose() {},
  };
}

function spansOf(words: readonly string[]): TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (const [i, word] of words.entries()) {
    const type = /^\p{Lu}|^[\u0590-\u06ff]/u.test(word)
      ? "PER"
      : /^\p{Extended_Pictographic}/u.test(word)
        ? "LOC"
        : undefined;
    if (type === undefined) continue;
    const last = spans.at(-1);
    if (type === "PER" && last?.type === "PER" && last.end === i) last.end = i + 1;
    else spans.push({ type, start: i, end: i + 1, probability: 0.75 });
  }
  return spans;
}
