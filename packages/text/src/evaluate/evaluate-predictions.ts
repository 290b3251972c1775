/**
 * Scores what another tool found: a CoNLL file with a column of gold tags and one of predicted tags.
 *
 * @module
 */
import path from "node:path";
import { MltlError, sha256OfFile } from "@mltl/core";
import { type TypeMap, typesIn } from "../data/tagged-set.js";
import type { BrokenSentences } from "../formats/annotation-problem.js";
import { findLayout } from "../formats/conll-layout.js";
import { type ConllSentences, parseConll } from "../formats/conll-sentences.js";
import { openText } from "../formats/open-text.js";
import { marksEnds, type TagSchemeName } from "../scheme/parse-tag.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { entityErrors } from "./entity-errors.js";
import { entityFigures } from "./entity-figures.js";
import { ENTITY_EVALUATION_SCHEMA, type EntityEvaluation } from "./evaluate-tagger.js";
import { countTypes, joinTypes, renameSpans } from "./join-types.js";

/** How {@link evaluatePredictions} works. */
export interface EvaluatePredictionsOptions {
  /** Columns of the gold tags and the predicted ones, from 1. Default: the last two of tags. */
  readonly columns?: { readonly gold: number; readonly predicted: number };
  /** Scheme of both columns. Default: the ones that they are in. */
  readonly scheme?: TagSchemeName;
  /** What becomes of tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
  /** The file's type -> what it is called here; other types aren't scored. Default: all. */
  readonly types?: TypeMap;
  /** Resamples for the interval of F1; 0 for none. Default: 2000. */
  readonly bootstrap?: number;
}

/**
 * Scores a file, plain or gzipped. As in conlleval, no line may be left out: one that can't be read
 * ends it.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`, `E_BAD_DATA` naming the line, or where there
 *   aren't two columns of tags
 */
export async function evaluatePredictions(
  file: string,
  options: EvaluatePredictionsOptions = {},
): Promise<EntityEvaluation> {
  const started = performance.now();
  const { invalid = "conlleval", bootstrap } = options;
  const { gold, predicted, column } = await readBoth(file, options);
  const known = typesIn([gold, predicted]);
  const given = options.types;
  const { map, leftOut } = joinTypes(
    { name: file, types: known, given },
    given ? Object.values(given) : known,
  );
  const scored = gold.sentences.map(({ words, spans }, i) => ({
    words,
    gold: renameSpans(spans, map),
    predicted: renameSpans(predicted.sentences[i].spans, map),
  }));
  const { documents } = gold;
  const figures = entityFigures(scored, { bootstrap, documents });
  const sha256 = await sha256OfFile(file);
  const name = path.basename(file);
  return {
    report: {
      schema: ENTITY_EVALUATION_SCHEMA,
      model: { name: "predictions", title: `Column ${column} of ${name}`, sha256 },
      data: { name, licence: "not stated", sha256, problems: 0 },
      invalid,
      invalidTags: { gold: invalidTags(gold), predicted: invalidTags(predicted) },
      types: map,
      ...figures,
      leftOut: countTypes(
        gold.sentences.map(({ spans }) => spans),
        leftOut,
      ),
      ignored: countTypes(
        predicted.sentences.map(({ spans }) => spans),
        leftOut,
      ),
      seconds: (performance.now() - started) / 1000,
    },
    sentences: scored,
    errors: entityErrors(scored),
    problems: [],
  };
}

async function readBoth(
  file: string,
  { columns, scheme, invalid }: EvaluatePredictionsOptions,
): Promise<{ gold: ConllSentences; predicted: ConllSentences; column: number }> {
  const text = await openText(file);
  const { token, tag, otherTags } = findLayout(text, file, { tag: columns?.predicted });
  const goldColumn = columns?.gold ?? otherTags.at(-1);
  if (goldColumn === undefined) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected a column of gold tags and one of predicted tags in ${file}, found tags in column ${tag} alone`,
      { hint: "On each line: token, gold tag, predicted tag, with blanks or tabs between them." },
    );
  }
  const read = (column: number, as: TagSchemeName | undefined, broken: BrokenSentences) =>
    parseConll(text, file, { columns: { token, tag: column }, scheme: as, invalid, broken });
  const gold = read(goldColumn, scheme, "refuse");
  const predicted = read(tag, scheme, "refuse");
  // Mistakes make BIO look like IOB1: where both can be read in the gold scheme, it is meant.
  if (predicted.scheme !== gold.scheme && marksEnds(predicted.scheme) === marksEnds(gold.scheme)) {
    const alike = read(tag, gold.scheme, "leave-out");
    if (alike.sentences.length === gold.sentences.length) {
      return { gold, predicted: alike, column: tag };
    }
  }
  return { gold, predicted, column: tag };
}

/** Tags that stand where their scheme doesn't allow them. */
function invalidTags({ problems }: ConllSentences): number {
  return problems
    .filter(({ kind }) => kind === "invalid-tags")
    .reduce((sum, { count = 1 }) => sum + count, 0);
}
