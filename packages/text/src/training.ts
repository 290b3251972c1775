/**
 * Learning to tag entities, and language before that: importing this registers the tasks `text/tag`
 * and `text/language`.
 *
 * @module @mltl/text/training
 */
import "./language/language-task.js";
import "./train/tag-task.js";

export { conllText } from "./data/conll-text.js";
export {
  type CrossValidation,
  crossValidation,
  type HeldOut,
  heldOutSpans,
} from "./train/cross-validation.js";
export { type ExperimentSplit, experimentSplits } from "./train/experiment-splits.js";
export {
  type LevelSentences,
  type LevelSentencesInput,
  openLevelSentences,
  parseLevelSentences,
  type SentenceSource,
} from "./train/level-sentences.js";
export { openTaggerSource } from "./train/plan-source.js";
export { type SplitCount, splitCounts } from "./train/split-counts.js";
export { type TextPlanOptions, textPlan } from "./train/text-plan.js";
