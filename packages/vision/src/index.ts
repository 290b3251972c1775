/**
 * Emotions on faces in photographs.
 *
 * @module @mltl/vision
 */
export {
  DEFAULT_EMOTION_MODEL,
  type EmotionModel,
  loadEmotionModel,
} from "./classify/emotion-model.js";
