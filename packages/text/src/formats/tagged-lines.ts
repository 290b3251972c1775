/**
 * Lines of words and tags, whatever file they come from, to sentences with spans.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { TagPairs } from "../scheme/find-scheme.js";
import { lettersOf, type TagSchemeName, tagIn } from "../scheme/parse-tag.js";
import { type InvalidTags, illegalTags, tagsToSpans } from "../scheme/read-tags.js";
import { OUTSIDE } from "../scheme/tag-scheme.js";
import type { ProblemLog } from "./annotation-problem.js";

/** What may be said of tags. */
export interface TagOptions {
  /** Their scheme. Default: the one that allows the most of them, over the whole file. */
  readonly scheme?: TagSchemeName;
  /** `conlleval` if not given. */
  readonly invalid?: InvalidTags;
}

/** A sentence's words and tags as they stand in a file. */
export interface TaggedLines {
  readonly words: string[];
  readonly tags: string[];
  /** Line of the first word, from 1; unless `numbers` says otherwise, the others follow it. */
  readonly line: number;
  readonly numbers?: readonly number[];
}

/** What {@link readTags} gives. */
export interface ReadTags {
  readonly sentences: AnnotatedSentence[];
  /** Of each sentence, its number among the lines: those with unknown tags are left out. */
  readonly index: number[];
  readonly scheme: TagSchemeName;
}

/** Reads the tags of all sentences in one scheme, and logs what it doesn't allow. */
export function readTags(
  lines: readonly TaggedLines[],
  options: TagOptions,
  log: ProblemLog,
): ReadTags {
  const pairs = new TagPairs();
  for (const { tags } of lines) pairs.add(tags);
  const scheme = options.scheme ?? pairs.scheme();
  const policy = { scheme, invalid: options.invalid ?? "conlleval" } as const;
  const legal = pairs.illegal(scheme) === 0;
  const sentences: AnnotatedSentence[] = [];
  const index: number[] = [];
  lines.forEach((sentence, i) => {
    if (!legal && !check(sentence, policy, log)) return;
    const { words, tags } = sentence;
    index.push(i);
    const outside = tags.every((tag) => tag === OUTSIDE);
    sentences.push({ words, spans: outside ? NONE : tagsToSpans(tags, policy) });
  });
  return { sentences, index, scheme };
}

const NONE: readonly Span[] = [];

/** Logs what the scheme doesn't allow; gives false for a sentence that can't be read. */
function check(
  { tags, line, numbers }: TaggedLines,
  { scheme, invalid }: { scheme: TagSchemeName; invalid: InvalidTags },
  log: ProblemLog,
): boolean {
  const lineOf = (at: number) => numbers?.[at] ?? line + at;
  const parsed = tags.map((tag) => tagIn(tag, scheme));
  const stranger = parsed.indexOf(undefined);
  if (stranger >= 0) {
    const expected = `expected ${lettersOf(scheme)}, as in the rest of the file (${scheme})`;
    log.leaveOut("bad-tag", `${expected}, received '${tags[stranger]}'`, lineOf(stranger));
    return false;
  }
  for (const at of illegalTags(parsed, scheme)) {
    const before = tags[at - 1] ?? "the start of the sentence";
    const after = tags[at + 1] ?? "its end";
    const why = `${scheme} does not allow ${tags[at]} between ${before} and ${after}; read as ${invalid}`;
    log.add("invalid-tags", why, lineOf(at));
  }
  return true;
}
