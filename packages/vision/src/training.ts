/**
 * Learning to classify faces: importing this registers the task `vision/classify`.
 *
 * @module @mltl/vision/training
 */
import "./train/classify-task.js";

export { EMOTION_TASK } from "./classify/emotion-model.js";
export {
  type FacePlan,
  type FacePlanOptions,
  facePlan,
  type PlanSource,
} from "./train/face-plan.js";
export {
  type LevelFaces,
  type LevelFacesInput,
  openLevelFaces,
  parseLevelFaces,
} from "./train/level-faces.js";
export { requireFacePictures } from "./train/require-faces.js";
export { type SplitCount, type SplitRow, splitCounts, splitRows } from "./train/split-rows.js";
