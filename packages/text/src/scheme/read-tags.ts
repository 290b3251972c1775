/**
 * From tags to entities, under a named scheme and a named policy for sequences that the scheme
 * does not allow. The policy moves F1 by points, so a figure is complete with it only.
 *
 * @module
 */
import { MltlError, type Span } from "@mltl/core";
import { OUTSIDE } from "./tag-scheme.js";

/**
 * How tags mark the tokens of an entity, by any of its names:
 * - `IOB1`: `I-`; `B-` only where an entity touches one of the same type before it
 *   (Ramshaw & Marcus 1995; the files of CoNLL-2003)
 * - `BIO`, `IOB2`: `B-` first, `I-` after it
 * - `BIOES`, `IOBES`: `S-` alone, else `B-` first, `E-` last, `I-` between
 * - `BILUO`, `BILOU`: `U-` alone, else `B-` first, `L-` last, `I-` between
 */
export type TagSchemeName = "IOB1" | "BIO" | "IOB2" | "BIOES" | "IOBES" | "BILUO" | "BILOU";

/**
 * What becomes of tags that the scheme does not allow:
 * - `conlleval`: read what can be read. Whatever cannot continue the entity before it opens one,
 *   and an entity that nothing closes ends where it ends (conlleval of CoNLL-2000, seqeval's
 *   default mode).
 * - `discard`: only whole entities count. What no legal tag opens, or what is not closed, is none
 *   (seqeval's `mode="strict"`).
 */
export type InvalidTags = "conlleval" | "discard";

/** How {@link tagsToSpans} reads. */
export interface ReadTagsOptions {
  /** `BIO` if not given. */
  scheme?: TagSchemeName;
  /** `conlleval` if not given. */
  invalid?: InvalidTags;
}

/** Place in an entity: the schemes' parts, with BIOES's letters. */
type Part = "O" | "B" | "I" | "E" | "S";

interface Tag {
  part: Part;
  type: string;
}

const IOB: Record<string, Part> = { B: "B", I: "I" };
const BIOES: Record<string, Part> = { ...IOB, E: "E", S: "S" };
const BILUO: Record<string, Part> = { ...IOB, L: "E", U: "S" };

const PARTS: Record<TagSchemeName, Record<string, Part>> = {
  IOB1: IOB,
  BIO: IOB,
  IOB2: IOB,
  BIOES,
  IOBES: BIOES,
  BILUO,
  BILOU: BILUO,
};

const OUT: Tag = { part: "O", type: "" };

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
  const closed = invalid === "conlleval" || PARTS[scheme] === IOB ? () => true : closes;
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
    previous = tag;
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

function parseTag(text: string, scheme: TagSchemeName): Tag {
  if (text === OUTSIDE) return OUT;
  const part = text[1] === "-" && text.length > 2 ? PARTS[scheme][text[0]] : undefined;
  if (part) return { part, type: text.slice(2) };
  const known = Object.keys(PARTS[scheme]).map((letter) => `${letter}-TYPE`);
  throw new MltlError(
    "E_BAD_SCHEME",
    `Expected ${OUTSIDE}, ${known.join(" or ")} for a tag of scheme ${scheme}, received '${text}'`,
    { hint: `Name the scheme that the tags are in: ${Object.keys(PARTS).join(", ")}.` },
  );
}
