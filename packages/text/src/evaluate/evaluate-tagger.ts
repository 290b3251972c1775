/**
 * Scores a tagger on a data set.
 *
 * @module
 */
import type { TaggedProblem, TypeMap } from "../data/tagged-set.js";
import type { Rules } from "../rules/rules.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { type EntityError, entityErrors } from "./entity-errors.js";
import { type EntityFigures, entityFigures } from "./entity-figures.js";
import { type EntityFinder, type ScoredIdentity, taggerFinder } from "./entity-finder.js";
import {
  type GoldIdentity,
  type GoldOptions,
  type GoldSplit,
  goldIdentity,
  openGold,
  trainBeside,
} from "./gold-split.js";
import { countTypes, joinTypes, renameSpans } from "./join-types.js";
import { predictionFinder } from "./prediction-file.js";
import type { ScoredSentence } from "./scored-sentence.js";

/** Names the version of {@link EntityEvaluationReport}. */
export const ENTITY_EVALUATION_SCHEMA = "mltl.entity-evaluation/1";

/** What both kinds of evaluation take. */
interface EvaluateOptions extends GoldOptions {
  /** Resamples for the interval of F1; 0 for none. Default: 2000. */
  readonly bootstrap?: number;
}

/** How {@link evaluateTagger} works. */
export interface EvaluateTaggerOptions extends EvaluateOptions {
  /** A model that comes along, by name, or the folder of one. Default: `en`. */
  readonly model?: string;
  /** Gazetteers and patterns beside the network, from `loadRules`. Default: none. */
  readonly rules?: Rules;
  /** Sentences that go through the network together, at most. */
  readonly batch?: number;
  /** Told how many of how many sentences are tagged. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What an evaluation comes to, in numbers and words alone; all rates are fractions. */
export interface EntityEvaluationReport extends EntityFigures {
  readonly schema: typeof ENTITY_EVALUATION_SCHEMA;
  /** What was scored; `sha256` is that of the model's manifest, or of the file of predictions. */
  readonly model: ScoredIdentity;
  readonly data: GoldIdentity;
  /** How sequences of tags that their scheme doesn't allow were read. */
  readonly invalid: InvalidTags;
  /** Tags of a file of predictions that stand where their scheme doesn't allow them. */
  readonly invalidTags?: { readonly gold: number; readonly predicted: number };
  /** The set's types that were scored, and what the model calls them. */
  readonly types: TypeMap;
  /** Entities of types that the model doesn't know, by type: not scored. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** What was found of types that the set doesn't have, by type: neither right nor wrong. */
  readonly ignored: Readonly<Record<string, number>>;
  /** Of the tagging alone; absent for a file of predictions. */
  readonly tokensPerSecond?: number;
  /** Of everything. */
  readonly seconds: number;
}

/** A report, and the sentences behind it. */
export interface EntityEvaluation {
  readonly report: EntityEvaluationReport;
  readonly sentences: readonly ScoredSentence[];
  readonly errors: readonly EntityError[];
  /** What of the data could not be read as it stands, with its place. */
  readonly problems: readonly TaggedProblem[];
}

/**
 * Scores a tagger on one split. The engine is started where it isn't yet.
 *
 * @throws MltlError `E_NOT_FOUND` for a model, data set or split that isn't there, `E_BAD_ARTIFACT`
 *   for a model of something else, `E_BAD_DATA` for no sentences or what can't be read, `E_USAGE`
 *   for types without any in common
 */
export async function evaluateTagger(options: EvaluateTaggerOptions): Promise<EntityEvaluation> {
  const started = performance.now();
  const gold = await openGold(options);
  const { rules, batch, onProgress } = options;
  const finder = await taggerFinder(options.model ?? "en", gold, {
    rules,
    batch,
    onProgress: (done) => onProgress?.(done, gold.sentences.length),
  });
  return evaluateFinder(gold, finder, options, started);
}

/** How {@link evaluatePredictionFile} works. */
export interface EvaluatePredictionFileOptions extends EvaluateOptions {
  /** What was found: any form, what `mltl text tag` wrote, or saved label sequences. */
  readonly predictions: string;
}

/**
 * Scores what some tool found in the sentences of a split.
 *
 * @throws MltlError as {@link evaluateTagger}, and `E_BAD_DATA` for predictions of another text
 */
export async function evaluatePredictionFile(
  options: EvaluatePredictionFileOptions,
): Promise<EntityEvaluation> {
  const started = performance.now();
  const gold = await openGold(options);
  const { predictions, scheme, invalid, types } = options;
  const finder = await predictionFinder(predictions, gold, { scheme, invalid, types });
  return evaluateFinder(gold, finder, options, started);
}

async function evaluateFinder(
  gold: GoldSplit,
  finder: EntityFinder,
  { types: given, invalid = "conlleval", bootstrap }: EvaluateOptions,
  started: number,
): Promise<EntityEvaluation> {
  const { data, sentences, documents } = gold;
  const { map, leftOut, ignored } = joinTypes({ ...data, given }, finder.types);
  const { found, tokensPerSecond, problems } = await finder.find();
  const scored = sentences.map(({ words, spans }, i) => ({
    words,
    gold: renameSpans(spans, map),
    predicted: found[i].filter(({ type }) => !ignored.includes(type)),
  }));
  const figures = entityFigures(scored, {
    types: finder.types,
    bootstrap,
    documents,
    train: await trainBeside(gold, map),
  });
  const report: EntityEvaluationReport = {
    schema: ENTITY_EVALUATION_SCHEMA,
    model: finder.model,
    data: goldIdentity(gold),
    invalid,
    types: map,
    ...figures,
    leftOut: countTypes(
      sentences.map(({ spans }) => spans),
      leftOut,
    ),
    ignored: countTypes(found, ignored),
    ...(tokensPerSecond !== undefined && { tokensPerSecond }),
    seconds: (performance.now() - started) / 1000,
  };
  return {
    report,
    sentences: scored,
    errors: entityErrors(scored),
    problems: [...data.problems, ...problems],
  };
}
