/**
 * Gazetteers and patterns that a command is given.
 *
 * @module
 */
import { printable } from "@mltl/core";
import {
  type GazetteerCase,
  loadRules,
  parseGazetteer,
  type RuleMode,
  type Rules,
} from "@mltl/text";

/** The options of commands that take rules. */
export interface RuleFlags {
  gazetteer: string[];
  gazetteerCase: GazetteerCase;
  patterns: string[];
  rules: RuleMode;
}

/** Lines about phrases with two types that are shown. */
const TOLD = 5;

/** Reads them, and tells of phrases with two types; nothing where there are none. */
export async function readRules(flags: RuleFlags): Promise<Rules | undefined> {
  if (flags.gazetteer.length + flags.patterns.length === 0) return undefined;
  const rules = await loadRules({
    gazetteers: flags.gazetteer.map(parseGazetteer),
    gazetteerCase: flags.gazetteerCase,
    patterns: flags.patterns.map((file) => ({ file })),
    mode: flags.rules,
  });
  for (const { path, line, reason } of rules.problems.slice(0, TOLD)) {
    process.stderr.write(`mltl: ${path}, line ${line}: ${printable(reason)}\n`);
  }
  if (rules.problems.length > TOLD) {
    process.stderr.write("mltl: more phrases have two types; the first one counts\n");
  }
  return rules;
}
