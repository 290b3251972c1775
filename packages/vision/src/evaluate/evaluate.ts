/**
 * Scores a classifier on a data set of faces.
 *
 * @module
 */
import path from "node:path";
import { ARTIFACT_FILES, chooseSplit, MltlError, readManifest, sha256OfFile } from "@mltl/core";
import { loadModel } from "../classify/load-model.js";
import { modelFolder } from "../classify/model-folder.js";
import { type TestTimeMode, withTestTimeCrops } from "../classify/test-time-crops.js";
import type { FaceSet } from "../data/face-set.js";
import { openFaces } from "../data/open-faces.js";
import { type FaceCondition, underCondition } from "./conditions.js";
import { type FaceFigures, faceFigures } from "./face-figures.js";
import { faceMetrics } from "./face-metrics.js";
import { type Mistake, surestMistakes } from "./mistakes.js";
import { type FoundFaces, findLabelledFaces } from "./photographs.js";
import { type FaceScores, scoreFaces } from "./score-faces.js";

/** Names the version of {@link EvaluationReport}. */
export const EVALUATION_SCHEMA = "mltl.evaluation/1";

/** How {@link evaluate} works. */
export interface EvaluateOptions {
  /** A model that comes along, by name, or the folder of one. Default: `emotion`. */
  readonly model?: string;
  /** Name of a data set, or a path: a folder with a folder for each class, a CSV. */
  readonly data: string;
  /** Where data sets with manifests lie. */
  readonly dataRoot: string;
  /** Default: `test` where there is one, else the only one. */
  readonly split?: string;
  readonly testTime?: TestTimeMode;
  /** Faces a prediction. Default: 128. */
  readonly batch?: number;
  /** Score only the rows that the set doesn't mark as twins of others or unfit. */
  readonly clean?: boolean;
  /** `aligned` (default): each picture is a face; `detect`: each is a photograph with one. */
  readonly faces?: "aligned" | "detect";
  /** Resamples for the interval of the accuracy; 0 for none. Default: 2000. */
  readonly bootstrap?: number;
  readonly conditions?: readonly FaceCondition[];
  /** How many of the surest mistakes are kept. Default: 48. */
  readonly mistakes?: number;
  /** Told what is being done, and how many of how many faces are done. */
  readonly onProgress?: (what: string, done: number, all: number) => void;
}

/** Accuracy, balanced accuracy and macro-F1 of so many faces. */
export type ShortFigures = { readonly n: number } & Readonly<ReturnType<typeof faceMetrics>>;

/** What an evaluation comes to, in numbers and words alone; all rates are fractions. */
export interface EvaluationReport extends FaceFigures {
  readonly schema: typeof EVALUATION_SCHEMA;
  /** `sha256` is that of the model's manifest, which holds those of its other files. */
  readonly model: { readonly name: string; readonly title: string; readonly sha256: string };
  readonly data: {
    readonly name: string;
    readonly split: string;
    readonly licence: string;
    readonly sha256: string;
    /** Whether rows that the set marks as unfit were left out of the main figures. */
    readonly clean: boolean;
    /** Files that could not be used: pictures that are damaged, or in no class. */
    readonly problems: number;
  };
  readonly testTime: TestTimeMode;
  readonly faces: "aligned" | "detect";
  readonly labels: readonly string[];
  /** The same without the rows that the set marks as unfit, where it marks some. */
  readonly clean?: ShortFigures;
  /** Of photographs: one in which no face is found counts as wrong. Of aligned faces, the same as per face. */
  readonly perImage: {
    readonly n: number;
    readonly accuracy: number;
    readonly withoutFace: number;
    readonly sameAsPerFace: boolean;
  };
  readonly conditions?: readonly ({
    readonly name: string;
    readonly title: string;
    readonly what: string;
  } & ShortFigures)[];
  /** Faces of classes that the model doesn't know, by class: not scored. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Of the classification alone, in which nothing is read or detected. */
  readonly facesPerSecond: number;
  /** Of everything. */
  readonly seconds: number;
}

/** A report, and the faces behind it. */
export interface Evaluation {
  readonly report: EvaluationReport;
  readonly mistakes: readonly Mistake[];
  readonly set: FaceSet;
  readonly scores: FaceScores;
}

/**
 * Scores a model on one split. The engine is started where it isn't yet.
 *
 * @throws MltlError `E_NOT_FOUND` for a model, data set or split that isn't there, `E_BAD_ARTIFACT`
 *   for a model of something else, `E_BAD_DATA` for no faces, `E_USAGE` for labels without any in
 *   common
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const started = performance.now();
  const { batch, testTime = "none", clean = false, faces = "aligned", bootstrap } = options;
  const folder = modelFolder(options.model ?? "emotion");
  const { name, title } = await readManifest(folder);
  const data = await openFaces(options.data, { dataRoot: options.dataRoot });
  const split = chooseSplit(data.name, data.splits, options.split);
  const model = withTestTimeCrops(await loadModel(folder), testTime);
  try {
    const read = await data.read(split, { clean });
    if (read.rows.length === 0) throw noFaces(options.data, split, data.problems);
    const labelled: FoundFaces =
      faces === "detect"
        ? await findLabelledFaces(read, options)
        : { set: read, images: read.rows.length, withoutFace: 0 };
    const { set, images, withoutFace } = labelled;
    if (set.rows.length === 0) {
      throw new MltlError(
        "E_BAD_DATA",
        `Found no face in the ${images} photographs of ${data.name}`,
        {
          hint: "Where the pictures are faces already, leave out --faces detect.",
        },
      );
    }
    const { onProgress } = options;
    const score = (faces: FaceSet, what: string) =>
      scoreFaces(faces, model.predict, {
        labels: data.labels,
        modelLabels: model.labels,
        batch,
        onProgress: (done) => onProgress?.(what, done, faces.rows.length),
      });
    const began = performance.now();
    const scores = score(set, "scoring");
    const scoring = (performance.now() - began) / 1000;
    const figures = faceFigures(scores, { bootstrap, groups: set.groups });
    const right = figures.accuracy * figures.n;
    const report: EvaluationReport = {
      schema: EVALUATION_SCHEMA,
      model: {
        name,
        title,
        sha256: await sha256OfFile(path.join(folder, ARTIFACT_FILES.manifest)),
      },
      data: {
        name: data.name,
        split,
        licence: data.licence,
        sha256: data.sha256,
        clean,
        problems: data.problems.length,
      },
      testTime,
      faces,
      labels: model.labels,
      ...figures,
      ...(await cleanFigures(scores, clean, () => data.read(split, { clean: true }))),
      perImage: {
        n: figures.n + withoutFace,
        accuracy: right / (figures.n + withoutFace),
        withoutFace,
        sameAsPerFace: faces === "aligned",
      },
      ...(options.conditions && {
        conditions: options.conditions.map((condition) => {
          const { name, title, what } = condition;
          const changed = score(underCondition(set, condition), title);
          return { name, title, what, ...shortFigures(changed) };
        }),
      }),
      leftOut: scores.leftOut,
      facesPerSecond: scores.rows.length / scoring,
      seconds: (performance.now() - started) / 1000,
    };
    return { report, mistakes: surestMistakes(scores, options.mistakes ?? 48), set, scores };
  } finally {
    model.dispose();
  }
}

function shortFigures(scores: FaceScores): ShortFigures {
  return { n: scores.gold.length, ...faceMetrics(scores) };
}

/** Of those of the scored rows that are unmarked; nothing where all are. */
async function cleanFigures(
  scores: FaceScores,
  clean: boolean,
  readUnmarked: () => Promise<FaceSet>,
): Promise<{ clean?: ShortFigures }> {
  if (clean) return { clean: shortFigures(scores) };
  const unmarked = new Set((await readUnmarked()).rows);
  const kept = Array.from(scores.rows.keys()).filter((i) => unmarked.has(scores.rows[i]));
  if (kept.length === scores.rows.length || kept.length === 0) return {};
  const pick = (values: Uint8Array) => Uint8Array.from(kept, (i) => values[i]);
  const { labels, gold, predicted } = scores;
  return {
    clean: {
      n: kept.length,
      ...faceMetrics({ labels, gold: pick(gold), predicted: pick(predicted) }),
    },
  };
}

function noFaces(
  data: string,
  split: string,
  problems: readonly { path: string; reason: string }[],
): MltlError {
  const [first] = problems;
  const why = first ? `: ${first.path}: ${first.reason}` : "";
  return new MltlError(
    "E_BAD_DATA",
    `Expected faces in split '${split}' of ${data}, received none that can be read${why}`,
  );
}
