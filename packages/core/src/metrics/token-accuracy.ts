/**
 * How many tokens have the right tag.
 *
 * @module
 */
import { checkLength, checkNotEmpty } from "./check-metric-input.js";

/**
 * Share of tokens whose tag is the gold one, 0-1, over all sentences; conlleval's `accuracy`. Most
 * tokens are outside every entity, so it is high for a tagger that finds nothing: it never stands
 * in for entity F1.
 *
 * @param gold - the tags of each sentence, as strings or indices
 * @param predicted - the tags of each sentence, in the same order
 * @throws MltlError `E_USAGE` for no tokens, or other lengths of the list or a sentence
 */
export function tokenAccuracy<Tag extends string | number>(
  gold: readonly ArrayLike<Tag>[],
  predicted: readonly ArrayLike<Tag>[],
): number {
  checkLength("predicted", predicted.length, gold.length);
  let [tokens, right] = [0, 0];
  gold.forEach((tags, i) => {
    if (tags.length > 0 || predicted[i].length > 0) {
      checkLength(`predicted[${i}]`, predicted[i].length, tags.length);
    }
    tokens += tags.length;
    for (let j = 0; j < tags.length; j++) if (tags[j] === predicted[i][j]) right++;
  });
  checkNotEmpty("tokens of gold", tokens);
  return right / tokens;
}
