/**
 * Lists of known phrases as features: where in a phrase of which list each token is.
 *
 * @module
 */
import type { HostArray, Span } from "@mltl/core";
import { canonicalPhrase, type GazetteerCase } from "../rules/canonical-phrase.js";
import { longestFirst } from "../rules/merge-spans.js";
import { PhraseTable } from "../rules/phrase-table.js";
import type { RuleSpan } from "../rules/rule-tokens.js";

/** Places in a phrase: it begins, is inside, ends, or is one token alone. */
export const GAZETTEER_PLACES = 4;
const [BEGINS, INSIDE, ENDS, ALONE] = [0, 1, 2, 3];

/** A phrase and the list that it is of. */
export type ListedPhrase = readonly [phrase: string, list: string];

/** Lists that are ready. */
export interface GazetteerLists {
  /** In the order of the features. */
  readonly names: readonly string[];
  readonly letters: GazetteerCase;
  readonly phrases: readonly ListedPhrase[];
  /**
   * float32 `[time, batch, lists * 4]`: of each list, whether its longest phrase around a token begins
   * there, has it inside, ends there, or is that token alone; all 0 outside of its phrases.
   */
  encode(sentences: readonly (readonly string[])[], time: number): HostArray;
}

/**
 * Makes lists of phrases ready; a phrase may be in several.
 *
 * @param letters - whether a phrase has to have the text's case
 */
export function gazetteerLists(
  names: readonly string[],
  phrases: readonly ListedPhrase[],
  letters: GazetteerCase,
): GazetteerLists {
  const numbers = new Map(names.map((name, number) => [name, number]));
  /** Which lists a phrase is of, as numbers: what the table knows as its type. */
  const listsOf = new Map<string, string>();
  for (const [phrase, list] of phrases) {
    const number = numbers.get(list);
    if (number === undefined) continue;
    const own = canonicalPhrase(phrase, letters);
    const known = listsOf.get(own);
    listsOf.set(own, known === undefined ? `${number}` : `${known} ${number}`);
  }
  const table = new PhraseTable(letters);
  for (const [phrase, lists] of listsOf) table.add(phrase, lists);
  const together = new Map(
    table.types.map((lists) => [lists, [...new Set(lists.split(" ").map(Number))]]),
  );
  return {
    names,
    letters,
    phrases,
    encode(sentences, time) {
      const width = GAZETTEER_PLACES * names.length;
      const { length: batch } = sentences;
      const data = new Float32Array(time * batch * width);
      sentences.forEach((tokens, b) => {
        const hits: RuleSpan[][] = names.map(() => []);
        for (const hit of table.find({ tokens })) {
          for (const list of together.get(hit.type) as number[]) hits[list].push(hit);
        }
        hits.forEach((own, list) => {
          for (const span of longestFirst(own)) {
            for (let t = span.start; t < span.end; t++) {
              data[(t * batch + b) * width + list * GAZETTEER_PLACES + placeIn(span, t)] = 1;
            }
          }
        });
      });
      return { shape: [time, batch, width], data };
    },
  };
}

function placeIn({ start, end }: Span, token: number): number {
  if (end - start === 1) return ALONE;
  if (token === start) return BEGINS;
  return token === end - 1 ? ENDS : INSIDE;
}
