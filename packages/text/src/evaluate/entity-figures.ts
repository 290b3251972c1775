/**
 * Everything that is said of a tagger's entities in numbers.
 *
 * @module
 */
import {
  alignSpans,
  bootstrapCounts,
  type ConfusionMatrix,
  type Interval,
  MltlError,
  SPAN_ERROR_KINDS,
  type SpanErrorKind,
  type SpanOutcomeScore,
  type SpanSchema,
  type SpanScore,
  schemaScores,
  spanCountRows,
  spanF1,
  spanScores,
  tokenAccuracy,
} from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { spansToTags } from "../scheme/write-tags.js";
import {
  type FamiliarityScores,
  type GroupScore,
  scoresByFamiliarity,
  scoresByLength,
} from "./entity-groups.js";
import type { ScoredSentence } from "./scored-sentence.js";

/** How {@link entityFigures} works. */
export interface EntityFigureOptions {
  /** Types in the order of tables and of the confusion matrix; others come after them. */
  readonly types?: readonly string[];
  /** Resamples for the interval of F1; 0 for no interval. Default: 2000. */
  readonly bootstrap?: number;
  /** Index of each document's first sentence: documents are drawn as wholes. */
  readonly documents?: readonly number[];
  /** What the tagger learnt from, of the same set: tells seen entities from unseen ones. */
  readonly train?: readonly AnnotatedSentence[];
}

/** Percentile interval of F1. */
export interface F1Interval extends Omit<Interval, "estimate"> {
  /** What is drawn. */
  readonly units: "sentences" | "documents";
  readonly count: number;
}

/** Figures of scored sentences; all rates are fractions. */
export interface EntityFigures {
  readonly sentences: number;
  readonly tokens: number;
  /** Strict: type, start and end are right. Micro average over all entities. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Gold entities, predicted ones, and those that are both. */
  readonly entities: number;
  readonly predicted: number;
  readonly correct: number;
  /** Mean F1 of the types in gold or among the predictions. */
  readonly macroF1: number;
  readonly interval?: F1Interval;
  readonly byType: readonly ({ readonly type: string } & Readonly<SpanScore>)[];
  /** The same under softer readings of "right": SemEval-2013's. */
  readonly matching: Readonly<Record<SpanSchema, SpanOutcomeScore>>;
  /**
   * Entities and predictions that overlap, by type, whatever their borders: [gold][predicted]. The
   * last row is what was invented, the last column what was missed.
   */
  readonly confusion: ConfusionMatrix;
  readonly confusionLabels: readonly string[];
  readonly errors: Readonly<Record<SpanErrorKind, number>>;
  readonly byLength: readonly GroupScore[];
  /** By what the train split shows, where there is one. */
  readonly familiarity?: FamiliarityScores;
  /** Share of tokens with the right BIO tag; high for a tagger that finds nothing. */
  readonly tokenAccuracy: number;
}

/** Stands for no entity in the confusion matrix. */
const NONE = "none";

/**
 * Figures of scored sentences.
 *
 * @throws MltlError `E_BAD_DATA` where there are no words
 */
export function entityFigures(
  scored: readonly ScoredSentence[],
  { types = [], bootstrap = 2000, documents, train }: EntityFigureOptions = {},
): EntityFigures {
  const tokens = scored.reduce((sum, { words }) => sum + words.length, 0);
  if (tokens === 0) {
    throw new MltlError("E_BAD_DATA", "Expected sentences to score, received none with words");
  }
  const gold = scored.map((sentence) => sentence.gold);
  const predicted = scored.map((sentence) => sentence.predicted);
  const { all, macro, byType } = spanScores(gold, predicted);
  const schemas = schemaScores(gold, predicted);
  const ordered = [...new Set([...types, ...Object.keys(byType)])];
  const { correct, missed, spurious, incorrect } = schemas.strict.all;
  return {
    sentences: scored.length,
    tokens,
    f1: all.f1,
    precision: all.precision,
    recall: all.recall,
    entities: correct + incorrect + missed,
    predicted: correct + incorrect + spurious,
    correct,
    macroF1: macro.f1,
    ...f1Interval(spanCountRows(gold, predicted), bootstrap, documents),
    byType: ordered.flatMap((type) =>
      Object.hasOwn(byType, type) ? { type, ...byType[type] } : [],
    ),
    matching: {
      strict: schemas.strict.all,
      exact: schemas.exact.all,
      partial: schemas.partial.all,
      type: schemas.type.all,
    },
    ...pairFigures(scored, ordered),
    byLength: scoresByLength(scored),
    ...(train && { familiarity: scoresByFamiliarity(scored, train) }),
    tokenAccuracy: tokenAccuracy(
      scored.map(({ words, gold }) => spansToTags(gold, words.length)),
      scored.map(({ words, predicted }) => spansToTags(predicted, words.length)),
    ),
  };
}

function f1Interval(
  rows: number[][],
  resamples: number,
  documents: readonly number[] | undefined,
): { interval?: F1Interval } {
  const { rows: counts, units } = rowsByDocument(rows, documents);
  if (resamples === 0 || counts.length < 2) return {};
  const { lower, upper, level } = bootstrapCounts(counts, spanF1, { resamples });
  return { interval: { lower, upper, level, resamples, units, count: counts.length } };
}

/** Counts of each document, summed over its sentences; of each sentence where documents aren't known. */
export function rowsByDocument(
  rows: number[][],
  documents: readonly number[] | undefined,
): { rows: number[][]; units: "sentences" | "documents" } {
  if (documents === undefined || documents.length < 2) return { rows, units: "sentences" };
  const byDocument = documents.map((start, i) =>
    sumOf(rows.slice(start, documents[i + 1] ?? rows.length)),
  );
  return { rows: byDocument, units: "documents" };
}

function sumOf(rows: readonly number[][]): number[] {
  return rows.reduce((sum, row) => sum.map((value, i) => value + row[i]), [0, 0, 0]);
}

function pairFigures(
  scored: readonly ScoredSentence[],
  types: readonly string[],
): Pick<EntityFigures, "confusion" | "confusionLabels" | "errors"> {
  const confusion = Array.from({ length: types.length + 1 }, () =>
    new Array<number>(types.length + 1).fill(0),
  );
  const errors = Object.fromEntries(SPAN_ERROR_KINDS.map((kind) => [kind, 0]));
  const index = new Map(types.map((type, i) => [type, i]));
  const at = (type: string | undefined) =>
    type === undefined ? types.length : (index.get(type) as number);
  for (const { gold, predicted } of scored) {
    for (const pair of alignSpans(gold, predicted)) {
      confusion[at(pair.gold?.type)][at(pair.predicted?.type)]++;
      if (pair.kind !== "correct") errors[pair.kind]++;
    }
  }
  return {
    confusion,
    confusionLabels: [...types, NONE],
    errors: errors as Record<SpanErrorKind, number>,
  };
}
