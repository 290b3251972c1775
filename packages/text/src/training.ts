/**
 * Learning to tag entities: importing this registers the task `text/tag`.
 *
 * @module @mltl/text/training
 */
import "./train/tag-task.js";

export {
  type LevelSentences,
  type LevelSentencesInput,
  openLevelSentences,
  parseLevelSentences,
  type SentenceSource,
} from "./train/level-sentences.js";
export { openTaggerSource } from "./train/plan-source.js";
export { type TextPlanOptions, textPlan } from "./train/text-plan.js";
