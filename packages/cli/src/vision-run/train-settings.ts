/**
 * What `mltl vision train` was asked for, as settings of a level.
 *
 * @module
 */
import type { LevelFacesInput } from "@mltl/vision/training";
import type { TrainingPart } from "../train-run/own-training.js";
import { type OwnTrainingFlags, shareOrPlace } from "../train-run/train-places.js";

/** The options of `mltl vision train`. */
export interface VisionTrainFlags extends OwnTrainingFlags {
  groupBy?: string;
  preview?: string;
}

/** The level's settings of its faces. */
export function faceSettings(
  { data, val, test, groupBy, licence, seed }: VisionTrainFlags,
  place: string | undefined,
  part: TrainingPart,
): LevelFacesInput {
  const other = "a folder of faces";
  const tested = shareOrPlace("--test", test, other);
  return {
    set: place ?? data,
    ...(licence !== undefined && { licence }),
    split: {
      dev: shareOrPlace("--val", val, other),
      // After folds, nothing is held back from the model but what chooses its epoch.
      test: part === "untested" && typeof tested === "number" ? 0 : tested,
      seed,
      ...(groupBy !== undefined && { groupBy }),
    },
    ...(typeof part === "object" && { folds: part }),
  };
}
