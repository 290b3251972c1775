/**
 * From tags to entities, under a named scheme and a named policy for sequences that the scheme
 * does not allow. The policy moves F1 by points, so a figure is complete with it only.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import { marksEnds, OUT, parseTag, type Tag, type TagSchemeName } from "./parse-tag.js";

/** The policies for tags that a scheme does not allow. */
export const INVALID_TAGS = ["conlleval", "strict", "drop"] as const;

/**
 * What becomes of tags that the scheme does not allow:
 * - `conlleval`: read what can be read. Whatever cannot continue the entity before it opens one,
 *   and an entity that nothing closes ends where it ends (conlleval of CoNLL-2000, seqeval's
 *   default mode).
 * - `strict`: only whole entities count. What no legal tag opens, or what is not closed, is none
 *   (seqeval's `mode="strict"`).
 * - `drop`: a tag that neither opens an entity nor continues one counts as `O`, and so does what
 *   could have continued it; the rest is kept, closed or not.
 *
 * In BIO, where nothing needs to be closed, `strict` and `drop` give the same.
 */
export type InvalidTags = (typeof INVALID_TAGS)[number];

/** How {@link tagsToSpans} reads. */
export interface ReadTagsOptions {
  /** `BIO` if not given. */
  scheme?: TagSchemeName;
  /** `conlleval` if not given. */
  invalid?: InvalidTags;
}

/**
 * The entities of one sentence's tags, in order; `start` and `end` count tokens, `end` is the first
 * after it. Call it sentence by sentence: an entity never crosses the end of one.
 *
 * @throws MltlError `E_BAD_SCHEME` for a tag that the scheme does not know, such as `E-PER` in BIO
 */
export function tagsToSpans(
  tags: readonly string[],
  { scheme = "BIO", invalid = "conlleval" }: ReadTagsOptions = {},
): Span[] {
  const rules = invalid === "conlleval" ? CONLLEVAL : scheme === "IOB1" ? STRICT_IOB1 : STRICT;
  const closed = invalid === "strict" && marksEnds(scheme) ? closes : () => true;
  const spans: Span[] = [];
  let open: Span | undefined;
  let previous = OUT;
  const finish = (end: number) => {
    if (open && closed(previous)) spans.push({ ...open, end });
    open = undefined;
  };
  tags.forEach((text, i) => {
    const tag = parseTag(text, scheme);
    if (!open || !rules.continues(previous, tag)) {
      finish(i);
      if (rules.opens(previous, tag)) open = { type: tag.type, start: i, end: i };
    }
    previous = invalid === "drop" && !open ? OUT : tag;
  });
  finish(tags.length);
  return spans;
}

interface Rules {
  /** Whether an entity that holds `previous` goes on. */
  continues(previous: Tag, tag: Tag): boolean;
  /** Whether one begins that doesn't go on from `previous`. */
  opens(previous: Tag, tag: Tag): boolean;
}

const closes = ({ part }: Tag) => part === "E" || part === "S";
const goesOn = ({ part }: Tag) => part === "I" || part === "E";
const sameType = (previous: Tag, tag: Tag) => previous.part !== "O" && previous.type === tag.type;

const STRICT: Rules = {
  continues: (previous, tag) => goesOn(tag) && sameType(previous, tag) && !closes(previous),
  opens: (_, { part }) => part === "B" || part === "S",
};
const CONLLEVAL: Rules = { ...STRICT, opens: (_, { part }) => part !== "O" };
const STRICT_IOB1: Rules = {
  ...STRICT,
  opens: (previous, tag) => tag.part === "I" || (tag.part === "B" && sameType(previous, tag)),
};

/**
 * What a scheme forbids between two neighbours: `orphan`, a tag that neither continues the entity
 * before it nor may open one; `unclosed`, an entity that ends where none may.
 *
 * @param tag - `undefined` where the scheme has no such tag; that is an orphan
 */
export function forbidden(
  previous: Tag | undefined,
  tag: Tag | undefined,
  scheme: TagSchemeName,
): { orphan: boolean; unclosed: boolean } {
  const rules = scheme === "IOB1" ? STRICT_IOB1 : STRICT;
  const before = previous ?? OUT;
  const continues = tag !== undefined && rules.continues(before, tag);
  return {
    orphan: !tag || !(continues || tag.part === "O" || rules.opens(before, tag)),
    unclosed: marksEnds(scheme) && !continues && (before.part === "B" || before.part === "I"),
  };
}

/** Indices, in order, of orphans and of the last tags of what is unclosed ({@link forbidden}). */
export function illegalTags(tags: readonly (Tag | undefined)[], scheme: TagSchemeName): number[] {
  const illegal: number[] = [];
  for (let i = 0; i <= tags.length; i++) {
    const last = i === tags.length;
    const { orphan, unclosed } = forbidden(tags[i - 1], last ? OUT : tags[i], scheme);
    if (unclosed && illegal.at(-1) !== i - 1) illegal.push(i - 1);
    if (orphan) illegal.push(i);
  }
  return illegal;
}
