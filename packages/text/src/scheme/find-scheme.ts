/**
 * Which scheme tags are in, from all of them.
 *
 * @module
 */
import { type TagSchemeName, tagIn } from "./parse-tag.js";
import { forbidden } from "./read-tags.js";
import { OUTSIDE } from "./tag-scheme.js";

/** One name of each scheme; of those that fit equally well, the first is taken. */
const CANDIDATES: readonly TagSchemeName[] = ["BIO", "IOB1", "BIOES", "BILUO"];

/** Counts which tag stands after which, over any number of sentences. */
export class TagPairs {
  readonly #counts = new Map<string, Map<string, number>>();

  /** Adds the tags of a sentence. */
  add(tags: readonly string[]): void {
    let previous = OUTSIDE;
    for (const tag of tags) {
      if (tag !== OUTSIDE || previous !== OUTSIDE) this.#count(previous, tag);
      previous = tag;
    }
    if (previous !== OUTSIDE) this.#count(previous, OUTSIDE);
  }

  /** How often a scheme forbids what stands there. */
  illegal(scheme: TagSchemeName): number {
    let illegal = 0;
    for (const [before, after] of this.#counts) {
      const previous = tagIn(before, scheme);
      for (const [text, count] of after) {
        const { orphan, unclosed } = forbidden(previous, tagIn(text, scheme), scheme);
        illegal += count * (Number(orphan) + Number(unclosed));
      }
    }
    return illegal;
  }

  /**
   * The scheme that forbids the least. All tags have a say, as the first few may fit several: BIOES
   * shows in its first `E-` or `S-`, IOB1 in its first `I-` after `O`.
   */
  scheme(): TagSchemeName {
    const illegal = CANDIDATES.map((scheme) => this.illegal(scheme));
    return CANDIDATES[illegal.indexOf(Math.min(...illegal))];
  }

  #count(previous: string, tag: string): void {
    let after = this.#counts.get(previous);
    if (!after) {
      after = new Map();
      this.#counts.set(previous, after);
    }
    after.set(tag, (after.get(tag) ?? 0) + 1);
  }
}
