/**
 * Emotions on faces in photographs.
 *
 * @module @mltl/vision
 *
 * @example
 * for await (const { path, faces } of classify(["party.jpg"])) console.log(path, faces[0]?.label);
 */
export {
  type AlignedPhotograph,
  type Alignment,
  type AlignOptions,
  alignPhotographs,
} from "./align/align-photographs.js";
export type { WhichFaces } from "./align/aligned-faces.js";
export { type ClassifyOptions, classify } from "./classify/classify.js";
export { DEFAULT_EMOTION_MODEL, type EmotionModel } from "./classify/emotion-model.js";
export { type FaceNetworks, loadFaceNetworks } from "./classify/face-networks.js";
export { loadModel } from "./classify/load-model.js";
export { FACE_MODELS, modelFolder } from "./classify/model-folder.js";
export { FACE_MODES, type FaceMode, type ImagePixels } from "./classify/pipeline.js";
export {
  TEST_TIME_MODES,
  type TestTimeMode,
  withTestTimeCrops,
} from "./classify/test-time-crops.js";
export { type FaceStatistics, faceStatistics } from "./data/face-statistics.js";
export { type FaceData, openFaces } from "./data/open-faces.js";
export { type StatisticsPageOptions, statisticsPage } from "./data/statistics-page.js";
export { DETECTORS, type DetectorName } from "./detect/detector.js";
export { type EmbeddedImage, type EmbedOptions, embed } from "./embed/embed.js";
export { type FaceFeatures, loadFaceFeatures } from "./embed/face-features.js";
export {
  createFeatureWriter,
  FEATURE_FORMATS,
  type FeatureFormat,
} from "./embed/feature-writer.js";
export {
  FACE_CONDITIONS,
  type FaceCondition,
  faceConditions,
  underCondition,
} from "./evaluate/conditions.js";
export {
  type EvaluateOptions,
  type Evaluation,
  type EvaluationReport,
  evaluate,
} from "./evaluate/evaluate.js";
export { evaluationPage } from "./evaluate/evaluation-page.js";
export { type FaceFigures, faceFigures } from "./evaluate/face-figures.js";
export {
  type FacePredictor,
  type FaceScores,
  type ScoreOptions,
  scoreFaces,
} from "./evaluate/score-faces.js";
export { faceWeightsExamination, faceWeightsFolder } from "./face-api/weights.js";
export { hasImageName, looksLikeImage } from "./image/format.js";
export type { Picture } from "./image/picture.js";
export { csvColumns, csvRows, isWholeImage } from "./output/csv-rows.js";
export { emotionColour } from "./output/emotion-colours.js";
export {
  createPageWriter,
  type PhotoOnPage,
  photoSection,
  photoStyle,
  summarySection,
  thumbnail,
} from "./output/html-page.js";
export {
  createImageWriter,
  IMAGE_FORMATS,
  type ImageFormatName,
  type ImageWriterOptions,
} from "./output/image-writer.js";
export { commonFolder } from "./output/output-names.js";
export { type FaceCrop, SidePictures, type SidePicturesOptions } from "./output/side-pictures.js";
export { Sorter } from "./output/sort-into.js";
export { tableColumns, tableRows } from "./output/table-rows.js";
export { countRecord, createTally, type Tally } from "./output/tally.js";
export {
  type FaceRecord,
  IMAGE_SCHEMA,
  IMAGE_STATUSES,
  type ImageRecord,
  type ImageStatus,
  imageJsonSchema,
  imageRecordSchema,
  QUALITY_FLAGS,
  type QualityFlag,
} from "./schema.js";
export { FACE_API } from "./sources/face-api.js";
