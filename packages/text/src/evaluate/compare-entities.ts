/**
 * Two taggers, or files of predictions, on the same sentences: is one better than the other?
 *
 * @module
 */
import { stat } from "node:fs/promises";
import {
  approximateRandomization,
  type Interval,
  MltlError,
  pairedBootstrap,
  type Span,
  spanCountRows,
  spanF1,
  spanScores,
} from "@mltl/core";
import type { TaggedProblem, TypeMap } from "../data/tagged-set.js";
import type { Rules } from "../rules/rules.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { TAG_MODELS } from "../tag/model-folder.js";
import { rowsByDocument } from "./entity-figures.js";
import { type EntityFinder, type ScoredIdentity, taggerFinder } from "./entity-finder.js";
import {
  type GoldIdentity,
  type GoldOptions,
  type GoldSplit,
  goldIdentity,
  openGold,
} from "./gold-split.js";
import { joinTypes, renameSpans } from "./join-types.js";
import { predictionFinder } from "./prediction-file.js";
import type { PredictedSpan } from "./scored-sentence.js";

/** Names the version of {@link EntityComparisonReport}. */
export const ENTITY_COMPARISON_SCHEMA = "mltl.entity-comparison/1";

/** Strict figures of one side; rates are fractions. */
export interface ComparedSide {
  readonly model: ScoredIdentity;
  /** The set's types that were scored, and what this side calls them. */
  readonly types: TypeMap;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly predicted: number;
  readonly correct: number;
}

/** What a comparison comes to, in numbers and words alone. */
export interface EntityComparisonReport {
  readonly schema: typeof ENTITY_COMPARISON_SCHEMA;
  readonly data: GoldIdentity;
  readonly invalid: InvalidTags;
  readonly sentences: number;
  /** Gold entities of the types that both know: nothing else is scored. */
  readonly entities: number;
  readonly first: ComparedSide;
  readonly second: ComparedSide;
  /** F1 of the second less that of the first. */
  readonly difference: number;
  /** Two-sided, by paired approximate randomization. */
  readonly p: number;
  /** Of the difference: percentiles of a paired bootstrap. */
  readonly interval: Pick<Interval, "lower" | "upper" | "level">;
  readonly resamples: number;
  /** What is swapped and drawn. */
  readonly units: "sentences" | "documents";
  readonly count: number;
  /** Gold entities by who found them. */
  readonly agreement: Readonly<Record<"both" | "first" | "second" | "neither", number>>;
  /** Sentences in which they found other entities. */
  readonly differing: number;
}

/** A sentence in which the two differ. */
export interface DifferingSentence {
  /** Its number in the split, from 0. */
  readonly sentence: number;
  readonly words: readonly string[];
  readonly gold: readonly Span[];
  readonly first: readonly PredictedSpan[];
  readonly second: readonly PredictedSpan[];
}

/** A report, and the sentences behind it. */
export interface EntityComparison {
  readonly report: EntityComparisonReport;
  readonly differing: readonly DifferingSentence[];
  readonly problems: readonly TaggedProblem[];
}

/** How {@link compareEntities} works. */
export interface CompareEntitiesOptions extends GoldOptions {
  /** Each a model that comes along, by name, the folder of one, or a file of predictions. */
  readonly first: string;
  readonly second: string;
  /** Gazetteers and patterns beside both networks. Default: none. */
  readonly rules?: Rules;
  readonly batch?: number;
  /** Shuffles, and resamples. Default: 10,000. */
  readonly resamples?: number;
  /** Told how many of how many sentences one of them has tagged. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Compares two sides on the types of the set that both know. The engine is started where it isn't yet.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ARTIFACT`, `E_BAD_DATA` for predictions of another text,
 *   `E_USAGE` where there are no types that both know
 */
export async function compareEntities(options: CompareEntitiesOptions): Promise<EntityComparison> {
  const gold = await openGold(options);
  const first = await finderOf(options.first, gold, options);
  const second = await finderOf(options.second, gold, options);
  return comparison(gold, [first, second], options);
}

/** A file is one of predictions, unless it is a folder with a model in it. */
async function finderOf(
  side: string,
  gold: GoldSplit,
  { scheme, invalid, types, rules, batch, onProgress }: CompareEntitiesOptions,
): Promise<EntityFinder> {
  const found = Object.hasOwn(TAG_MODELS, side)
    ? undefined
    : await stat(side).catch(() => undefined);
  if (found?.isFile()) return predictionFinder(side, gold, { scheme, invalid, types });
  return taggerFinder(side, gold, {
    rules,
    batch,
    onProgress: (done) => onProgress?.(done, gold.sentences.length),
  });
}

async function comparison(
  gold: GoldSplit,
  finders: readonly [EntityFinder, EntityFinder],
  { types: given, invalid = "conlleval", resamples = 10_000 }: CompareEntitiesOptions,
): Promise<EntityComparison> {
  const { data, sentences, documents } = gold;
  const maps = finders.map(({ types }) => joinTypes({ ...data, given }, types).map);
  const common = Object.keys(maps[0]).filter((type) => Object.hasOwn(maps[1], type));
  if (common.length === 0) {
    throw new MltlError(
      "E_USAGE",
      `Expected types of ${data.name} that both know, received ${Object.keys(maps[0]).join(", ")} and ${Object.keys(maps[1]).join(", ")}`,
      { hint: `Say what they are called: --types ${data.types[0]}=NAME` },
    );
  }
  const shared = { name: data.name, types: common };
  const sides = [];
  for (const [i, finder] of finders.entries()) {
    const { map, ignored } = joinTypes({ ...shared, given: only(maps[i], common) }, finder.types);
    const { found, problems } = await finder.find();
    const own = sentences.map(({ spans }) => renameSpans(spans, map));
    const predicted = found.map((spans) => spans.filter(({ type }) => !ignored.includes(type)));
    sides.push({ finder, map, problems, gold: own, predicted });
  }
  const [a, b] = sides;
  const rows = sides.map((side) =>
    rowsByDocument(spanCountRows(side.gold, side.predicted), documents),
  );
  const options = { resamples };
  const { p, difference } = approximateRandomization(rows[1].rows, rows[0].rows, spanF1, options);
  const { interval } = pairedBootstrap(rows[1].rows, rows[0].rows, spanF1, options);
  const asFirst = Object.fromEntries(common.map((type) => [b.map[type], a.map[type]]));
  const agreement = { both: 0, first: 0, second: 0, neither: 0 };
  const differing: DifferingSentence[] = [];
  sentences.forEach(({ words }, sentence) => {
    const own = {
      gold: a.gold[sentence],
      first: a.predicted[sentence],
      second: renameSpans(b.predicted[sentence], asFirst),
    };
    own.gold.forEach((span) => {
      const byFirst = holds(own.first, span);
      const bySecond = holds(own.second, span);
      agreement[byFirst ? (bySecond ? "both" : "first") : bySecond ? "second" : "neither"]++;
    });
    if (!sameSpans(own.first, own.second)) differing.push({ sentence, words, ...own });
  });
  const { lower, upper, level } = interval;
  return {
    report: {
      schema: ENTITY_COMPARISON_SCHEMA,
      data: goldIdentity(gold),
      invalid,
      sentences: sentences.length,
      entities: a.gold.flat().length,
      first: sideOf(a),
      second: sideOf(b),
      difference,
      p,
      interval: { lower, upper, level },
      resamples,
      units: rows[0].units,
      count: rows[0].rows.length,
      agreement,
      differing: differing.length,
    },
    differing,
    problems: [...data.problems, ...sides.flatMap(({ problems }) => problems)],
  };
}

interface Side {
  readonly finder: EntityFinder;
  readonly map: TypeMap;
  readonly gold: readonly (readonly Span[])[];
  readonly predicted: readonly (readonly Span[])[];
}

function sideOf({ finder, map, gold, predicted }: Side): ComparedSide {
  const { f1, precision, recall } = spanScores(gold, predicted).all;
  const correct = gold.reduce(
    (sum, spans, i) => sum + spans.filter((span) => holds(predicted[i], span)).length,
    0,
  );
  const { model } = finder;
  return { model, types: map, f1, precision, recall, predicted: predicted.flat().length, correct };
}

function only(map: TypeMap, types: readonly string[]): TypeMap {
  return Object.fromEntries(types.map((type) => [type, map[type]]));
}

const isSame = (a: Span, b: Span) => a.start === b.start && a.end === b.end && a.type === b.type;

const holds = (spans: readonly Span[], span: Span) => spans.some((one) => isSame(one, span));

const sameSpans = (a: readonly Span[], b: readonly Span[]) =>
  a.length === b.length && a.every((span) => holds(b, span));
