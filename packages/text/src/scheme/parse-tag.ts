/**
 * A tag's letter and type, by scheme.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import { OUTSIDE } from "./tag-scheme.js";

/** The names of the schemes. */
export const TAG_SCHEMES = ["IOB1", "BIO", "IOB2", "BIOES", "IOBES", "BILUO", "BILOU"] as const;

/**
 * How tags mark the tokens of an entity, by any of its names:
 * - `IOB1`: `I-`; `B-` only where an entity touches one of the same type before it
 *   (Ramshaw & Marcus 1995; the files of CoNLL-2003)
 * - `BIO`, `IOB2`: `B-` first, `I-` after it
 * - `BIOES`, `IOBES`: `S-` alone, else `B-` first, `E-` last, `I-` between
 * - `BILUO`, `BILOU`: `U-` alone, else `B-` first, `L-` last, `I-` between
 */
export type TagSchemeName = (typeof TAG_SCHEMES)[number];

/** Place in an entity: the schemes' parts, with BIOES's letters. */
export type Part = "O" | "B" | "I" | "E" | "S";

/** A tag, taken apart. */
export interface Tag {
  readonly part: Part;
  readonly type: string;
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

/** `O`. */
export const OUT: Tag = { part: "O", type: "" };

/** Whether the scheme marks where an entity ends. */
export const marksEnds = (scheme: TagSchemeName): boolean => PARTS[scheme] !== IOB;

/** The tag that stands there, or undefined if the scheme has none like it. */
export function tagIn(text: string, scheme: TagSchemeName): Tag | undefined {
  if (text === OUTSIDE) return OUT;
  const part = text[1] === "-" && text.length > 2 ? PARTS[scheme][text[0]] : undefined;
  return part && { part, type: text.slice(2) };
}

/**
 * The tag that stands there.
 *
 * @throws MltlError `E_BAD_SCHEME` for one that the scheme does not know, such as `E-PER` in BIO
 */
export function parseTag(text: string, scheme: TagSchemeName): Tag {
  const tag = tagIn(text, scheme);
  if (tag) return tag;
  throw new MltlError(
    "E_BAD_SCHEME",
    `Expected ${lettersOf(scheme)} for a tag of scheme ${scheme}, received '${text}'`,
    { hint: `Name the scheme that the tags are in: ${TAG_SCHEMES.join(", ")}.` },
  );
}

/** The scheme's tags in words: `O, B-TYPE or I-TYPE`. */
export function lettersOf(scheme: TagSchemeName): string {
  const known = Object.keys(PARTS[scheme]).map((letter) => `${letter}-TYPE`);
  return `${OUTSIDE}, ${known.join(" or ")}`;
}
