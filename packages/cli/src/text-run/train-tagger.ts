/**
 * The run behind `mltl text train`: tagged sentences in, a tagger and its figures out.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { dataRoot, writeFileAtomic } from "@mltl/core";
import {
  type CrossValidation,
  conllText,
  crossValidation,
  type HeldOut,
  heldOutSpans,
  type LevelSentences,
  type LevelSentencesInput,
  openLevelSentences,
  openTaggerSource,
  parseLevelSentences,
  splitCounts,
  textPlan,
} from "@mltl/text/training";
import {
  type OpenedData,
  type OwnTraining,
  runOwnTraining,
  type TrainingPart,
} from "../train-run/own-training.js";
import {
  type OwnTrainingFlags,
  placesOf,
  shareOrPlace,
  type TrainingPlaces,
} from "../train-run/train-places.js";
import { foldsText, modelText, splitText } from "./train-report.js";

/** The options of `mltl text train`. */
export interface TextTrainFlags extends OwnTrainingFlags {
  scheme?: string;
}

/** Shows split and stages, trains, and tells what came of it. */
export async function runTextTrain(flags: TextTrainFlags): Promise<void> {
  const places = await placesOf(flags, "text/tag", ".split");
  const training: OwnTraining<LevelSentences, HeldOut, CrossValidation> = {
    flags,
    places,
    open: (part, out) => openSentences(flags, places, part, out),
    counts: splitCounts,
    splitText,
    keepSplit: (sentences) => keepSplit(sentences, places),
    modelText: (trained, sentences, begins, options) =>
      modelText(trained, { sentences, begins, places, data: flags.data }, options),
    heldOut: heldOutSpans,
    join: crossValidation,
    foldsText,
  };
  await runOwnTraining(training);
}

async function openSentences(
  flags: TextTrainFlags,
  { place }: TrainingPlaces,
  part: TrainingPart,
  out: string,
): Promise<OpenedData<LevelSentences>> {
  const { from, architecture, epochs, seed } = flags;
  const source = from === "scratch" ? undefined : await openTaggerSource(from);
  const settings = sentenceSettings(flags, place, part);
  const sentences = await openLevelSentences(parseLevelSentences(settings), {
    dataRoot: dataRoot(flags.dataRoot),
    seed,
  });
  const [{ data }] = sentences.sources;
  const [set] = settings.sets;
  const made = textPlan(sentences, {
    name: path.basename(out),
    data: { sets: [place === undefined ? set : { ...set, sha256: data.sha256 }] },
    source,
    architecture,
    epochs,
    seed,
  });
  return { data: sentences, problems: data.problems, made, source };
}

/** The level's settings of its sentences. */
function sentenceSettings(
  { data, val, test, licence, seed, scheme }: TextTrainFlags,
  place: string | undefined,
  part: TrainingPart,
): LevelSentencesInput {
  const other = "a file of tagged sentences";
  const tested = shareOrPlace("--test", test, other);
  return parseLevelSentences({
    sets: [
      {
        set: place ?? data,
        ...(licence !== undefined && { licence }),
        ...(scheme !== undefined && { scheme: scheme as LevelSentencesInput["sets"][0]["scheme"] }),
        split: {
          dev: shareOrPlace("--val", val, other),
          // After folds, nothing is held back from the model but what chooses its epoch.
          test: part === "untested" && typeof tested === "number" ? 0 : tested,
          seed,
        },
        ...(typeof part === "object" && { folds: part }),
      },
    ],
  });
}

/** Of sentences that were split here, each part as a file. */
async function keepSplit({ sources }: LevelSentences, { split }: TrainingPlaces): Promise<void> {
  const [source] = sources;
  if (source.split === undefined) return;
  await mkdir(split, { recursive: true });
  for (const part of ["train", "dev", "test"] as const) {
    if (source[part].sentences.length === 0) continue;
    await writeFileAtomic(path.join(split, `${part}.conll`), conllText(source[part]));
  }
}
