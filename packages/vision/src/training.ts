/**
 * Learning to classify faces: importing this registers the task `vision/classify`.
 *
 * @module @mltl/vision/training
 */
import "./train/classify-task.js";

export { type Augmentation, augmentationSchema } from "./augment/augmentation.js";
export { augmentationPreview, type PreviewOptions } from "./augment/preview.js";
export type { FaceScores } from "./evaluate/score-faces.js";
export { type ArchitectureCost, architectureCosts } from "./network/architecture-costs.js";
export { type CrossValidation, crossValidation, heldOutScores } from "./train/cross-validation.js";
export {
  type ExperimentSplitsOptions,
  experimentSplits,
  type PartCount,
  type TargetSplits,
} from "./train/experiment-splits.js";
export { type FacePlanOptions, facePlan } from "./train/face-plan.js";
export {
  type LevelFaces,
  type LevelFacesInput,
  openLevelFaces,
  parseLevelFaces,
} from "./train/level-faces.js";
export { openFaceSource } from "./train/plan-source.js";
export { requireFacePictures } from "./train/require-faces.js";
export { type SplitCount, type SplitRow, splitCounts, splitRows } from "./train/split-rows.js";
