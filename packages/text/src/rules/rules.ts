/**
 * Rules beside the network: gazetteers and patterns.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { invalidArgument } from "@mltl/core";
import type { GazetteerCase } from "./canonical-phrase.js";
import { RULE_MODES, type RuleMode } from "./merge-spans.js";
import type { CompiledPattern, Pattern, PatternHits } from "./patterns.js";
import { PhraseTable } from "./phrase-table.js";
import { readGazetteer } from "./read-gazetteer.js";
import type { RuleProblem } from "./rule-lines.js";
import type { RuleSpan, RuleTokens } from "./rule-tokens.js";

/** Phrases: a file, `type` for those of its lines that name none; or pairs of phrase and type. */
export type Gazetteer =
  | { readonly file: string; readonly type?: string }
  | { readonly phrases: Iterable<readonly [phrase: string, type: string]> };

/** What {@link loadRules} takes. */
export interface RuleOptions {
  /** Where two give the same phrase different types, the first one's counts. */
  gazetteers?: readonly Gazetteer[];
  /** Whether a phrase has to have the text's case. Default: `exact`. */
  gazetteerCase?: GazetteerCase;
  patterns?: readonly ({ readonly file: string } | Pattern)[];
  /** Who prevails where a rule and the network find something else. Default: `win`. */
  mode?: RuleMode;
}

/** Rules that are ready, to be given to `tag`. */
export interface Rules {
  readonly mode: RuleMode;
  /** The types that rules give. */
  readonly types: readonly string[];
  readonly phrases: number;
  readonly patterns: number;
  /** Phrases that came with a second type. */
  readonly problems: readonly RuleProblem[];
  /** Hits of patterns so far that were left out since they don't begin and end where tokens do. */
  readonly misaligned: number;
  /** All hits in a sentence; they may overlap. Gazetteers' come before patterns'. */
  find(sentence: RuleTokens): RuleSpan[];
}

/**
 * Reads gazetteers and compiles patterns.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`; `E_BAD_INPUT` with the lines that can't be read;
 *   `E_USAGE` for a pattern in `options` that is none
 */
export async function loadRules(options: RuleOptions = {}): Promise<Rules> {
  const { gazetteers = [], gazetteerCase = "exact", mode = "win" } = options;
  if (!RULE_MODES.includes(mode)) throw invalidArgument("mode", RULE_MODES.join(", "), mode);
  const table = new PhraseTable(gazetteerCase);
  const problems: RuleProblem[] = [];
  for (const gazetteer of gazetteers) {
    if ("file" in gazetteer) {
      problems.push(...(await readGazetteer(gazetteer.file, table, gazetteer.type)));
      continue;
    }
    for (const [phrase, type] of gazetteer.phrases) {
      if (phrase.trim() === "") throw invalidArgument("gazetteers", "phrases", phrase);
      table.add(phrase, type);
    }
  }
  const { compiled, findAll } = await readyPatterns(options.patterns ?? []);
  let misaligned = 0;
  return {
    mode,
    types: [...new Set([...table.types, ...compiled.map(({ type }) => type)])],
    phrases: table.size,
    patterns: compiled.length,
    problems,
    get misaligned() {
      return misaligned;
    },
    find(sentence) {
      const hits = findAll(sentence);
      misaligned += hits.misaligned;
      return [...table.find(sentence), ...hits.spans];
    },
  };
}

/** The patterns and their machines, which aren't loaded where there is nothing for them to do. */
async function readyPatterns(given: NonNullable<RuleOptions["patterns"]>) {
  const compiled: CompiledPattern[] = [];
  if (given.length === 0) {
    return { compiled, findAll: (): PatternHits => ({ spans: [], misaligned: 0 }) };
  }
  const { compilePattern, findPatterns } = await import("./patterns.js");
  const { readPatterns } = await import("./read-patterns.js");
  for (const pattern of given) {
    if ("file" in pattern) {
      compiled.push(...(await readPatterns(pattern.file)));
      continue;
    }
    try {
      compiled.push(compilePattern(pattern));
    } catch (error) {
      const received = `${pattern.regex}: ${(error as Error).message}`;
      throw invalidArgument("patterns", "a regular expression", received);
    }
  }
  return { compiled, findAll: (sentence: RuleTokens) => findPatterns(compiled, sentence) };
}

/**
 * `FILE` or `FILE:TYPE`, as it is written on a command line. A file that has all of it for its name
 * is that file.
 */
export function parseGazetteer(argument: string): { file: string; type?: string } {
  const found = /^(.+):([^\s:/\\]+)$/.exec(argument);
  return found && !existsSync(argument) ? { file: found[1], type: found[2] } : { file: argument };
}
