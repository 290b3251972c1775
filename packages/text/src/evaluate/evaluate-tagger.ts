/**
 * Scores a tagger on a data set.
 *
 * @module
 */
import path from "node:path";
import { ARTIFACT_FILES, chooseSplit, MltlError, readManifest, sha256OfFile } from "@mltl/core";
import { openTagged, type TaggedData } from "../data/open-tagged.js";
import type { AnnotatedSentence, TaggedProblem, TypeMap } from "../data/tagged-set.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { loadModel } from "../tag/load-model.js";
import { taggerFolder } from "../tag/model-folder.js";
import { type EntityError, entityErrors } from "./entity-errors.js";
import { type EntityFigures, entityFigures } from "./entity-figures.js";
import { countTypes, joinTypes, renameSpans } from "./join-types.js";
import { predictSentences } from "./predict-sentences.js";
import type { ScoredSentence } from "./scored-sentence.js";

/** Names the version of {@link EntityEvaluationReport}. */
export const ENTITY_EVALUATION_SCHEMA = "mltl.entity-evaluation/1";

/** How {@link evaluateTagger} works. */
export interface EvaluateTaggerOptions {
  /** A model that comes along, by name, or the folder of one. Default: `en`. */
  readonly model?: string;
  /** Name of a data set, or a path: a file of any form, a folder of train, dev and test. */
  readonly data: string;
  /** Where data sets with manifests lie. */
  readonly dataRoot: string;
  /** Default: `test` where there is one, else the only one. */
  readonly split?: string;
  /** The set's type -> the model's. Default: by name, else as the set's manifest says. */
  readonly types?: TypeMap;
  /** Scheme of a file's tags. Default: the one that they are in. */
  readonly scheme?: TagSchemeName;
  /** What becomes of a file's tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
  /** Sentences that go through the network together, at most. */
  readonly batch?: number;
  /** Resamples for the interval of F1; 0 for none. Default: 2000. */
  readonly bootstrap?: number;
  /** Told how many of how many sentences are tagged. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What an evaluation comes to, in numbers and words alone; all rates are fractions. */
export interface EntityEvaluationReport extends EntityFigures {
  readonly schema: typeof ENTITY_EVALUATION_SCHEMA;
  /** What was scored; `sha256` is that of the model's manifest, or of the file of predictions. */
  readonly model: { readonly name: string; readonly title: string; readonly sha256: string };
  readonly data: {
    readonly name: string;
    /** Absent for a file of predictions. */
    readonly split?: string;
    readonly licence: string;
    readonly sha256: string;
    /** Places of the data that could not be read as they stand. */
    readonly problems: number;
  };
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
  const { dataRoot, scheme, invalid = "conlleval", batch, bootstrap, onProgress } = options;
  const folder = taggerFolder(options.model ?? "en");
  const { name, title, labels } = await readManifest(folder);
  const data = await openTagged(options.data, { dataRoot, scheme, invalid });
  const split = chooseSplit(data.name, data.splits, options.split);
  const { map, leftOut, ignored } = joinTypes({ ...data, given: options.types }, labels);
  const { sentences, documents } = await data.read(split);
  if (sentences.length === 0) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected sentences in ${data.name}, ${split}, received none`,
    );
  }
  const model = await loadModel(folder);
  const began = performance.now();
  let found: ReturnType<typeof predictSentences>;
  try {
    found = predictSentences(sentences, model, {
      batch,
      onProgress: (done) => onProgress?.(done, sentences.length),
    });
  } finally {
    model.dispose();
  }
  const tagging = (performance.now() - began) / 1000;
  const scored = sentences.map(({ words, spans }, i) => ({
    words,
    gold: renameSpans(spans, map),
    predicted: found[i].filter(({ type }) => !ignored.includes(type)),
  }));
  const figures = entityFigures(scored, {
    types: labels,
    bootstrap,
    documents,
    train: await trainOf(data, split, map),
  });
  const report: EntityEvaluationReport = {
    schema: ENTITY_EVALUATION_SCHEMA,
    model: { name, title, sha256: await sha256OfFile(path.join(folder, ARTIFACT_FILES.manifest)) },
    data: {
      name: data.name,
      split,
      licence: data.licence,
      sha256: data.sha256,
      problems: data.problems.length,
    },
    invalid,
    types: map,
    ...figures,
    leftOut: countTypes(
      sentences.map(({ spans }) => spans),
      leftOut,
    ),
    ignored: countTypes(found, ignored),
    tokensPerSecond: figures.tokens / tagging,
    seconds: (performance.now() - started) / 1000,
  };
  return {
    report,
    sentences: scored,
    errors: entityErrors(scored),
    problems: data.problems,
  };
}

/** The train split, where there is one and it isn't what is scored. */
async function trainOf(
  data: TaggedData,
  split: string,
  map: TypeMap,
): Promise<readonly AnnotatedSentence[] | undefined> {
  if (split === "train" || !data.splits.includes("train")) return undefined;
  const { sentences } = await data.read("train");
  return sentences.map(({ words, spans }) => ({ words, spans: renameSpans(spans, map) }));
}
