/**
 * Regular expressions with a type each.
 *
 * @module
 */
import { RE2JS, RE2JSException } from "re2js";
import { z } from "zod";
import type { RuleSpan, RuleTokens } from "./rule-tokens.js";

/** What an entity's type may be called. */
export const typeNameSchema = z.string().regex(/^\S+$/, "expected a name without white space");

/** A pattern, as files and programs give it. */
export const patternSchema = z.strictObject({
  type: typeNameSchema,
  /** In RE2's syntax. A group named `entity` is what counts, else all of the hit. */
  regex: z.string().min(1),
  /** Default: `exact`. */
  case: z.enum(["exact", "ignore"]).optional(),
});
export type Pattern = z.infer<typeof patternSchema>;

/** A pattern that is ready to run. */
export interface CompiledPattern {
  readonly type: string;
  readonly regex: RE2JS;
  /** The group that is the entity, 0 for the whole hit. */
  readonly group: string | number;
}

/**
 * Makes a pattern ready. RE2's machines take time in proportion to the text whatever the pattern,
 * which is why there are no look-arounds and no back references.
 *
 * @throws Error that says what is wrong with it
 */
export function compilePattern({ type, regex, case: letters }: Pattern): CompiledPattern {
  let compiled: RE2JS;
  try {
    const flags = letters === "ignore" ? RE2JS.CASE_INSENSITIVE : 0;
    compiled = RE2JS.compile(RE2JS.translateRegExp(regex), flags);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const why = error.message.replace(/^error parsing regexp: /, "");
    const absent = /\(\?<?[=!]|\\[1-9]/.test(regex)
      ? " (there are no look-arounds and no back references; name the group 'entity' that counts)"
      : "";
    throw new Error(`${why}${absent}`, { cause: error });
  }
  if (compiled.test("")) {
    throw new Error("it fits the empty text, and so every place");
  }
  return { type, regex: compiled, group: /\(\?P?<entity>/.test(regex) ? "entity" : 0 };
}

/** Hits of patterns, and how many more there were that don't begin and end where tokens do. */
export interface PatternHits {
  readonly spans: RuleSpan[];
  readonly misaligned: number;
}

/** All hits of all patterns; those of one don't overlap. */
export function findPatterns(
  patterns: readonly CompiledPattern[],
  { text, starts, ends }: RuleTokens,
): PatternHits {
  const spans: RuleSpan[] = [];
  let misaligned = 0;
  for (const { type, regex, group } of patterns) {
    const matcher = regex.matcher(text);
    while (matcher.find()) {
      const from = matcher.start(group);
      const to = matcher.end(group);
      if (from < 0 || to <= from) continue;
      const start = starts.indexOf(from);
      const end = ends.indexOf(to) + 1;
      if (start < 0 || end <= start) misaligned++;
      else spans.push({ type, start, end, source: "pattern" });
    }
  }
  return { spans, misaligned };
}
