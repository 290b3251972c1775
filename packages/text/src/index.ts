/**
 * Named entities in text: read, cut into sentences and tokens, tag.
 *
 * @example
 * ```ts
 * import { tag } from "@mltl/text";
 *
 * for await (const { path, entities } of tag(["letter.txt"])) {
 *   for (const { type, text, start, end } of entities) console.log(path, type, text, start, end);
 * }
 * ```
 *
 * @module @mltl/text
 */

export { openTagged, type TaggedData } from "./data/open-tagged.js";
export { type TaggedStatistics, taggedStatistics } from "./data/tagged-statistics.js";
export {
  sizeRows,
  taggedStatisticsPage,
} from "./data/tagged-statistics-page.js";
export {
  type Alignment,
  alignDocument,
  type MisalignedEntity,
} from "./document/align-entities.js";
export type { TextDocument, TextEntity } from "./document/document.js";
export {
  type CompareEntitiesOptions,
  compareEntities,
  type EntityComparison,
  type EntityComparisonReport,
} from "./evaluate/compare-entities.js";
export { entityComparisonPage, points, verdict } from "./evaluate/comparison-page.js";
export { type EntityError, type RepeatedError, repeatedErrors } from "./evaluate/entity-errors.js";
export { entityEvaluationPage, f1Words } from "./evaluate/entity-evaluation-page.js";
export {
  type EntityFigureOptions,
  type EntityFigures,
  entityFigures,
  type F1Interval,
} from "./evaluate/entity-figures.js";
export {
  type EvaluatePredictionsOptions,
  evaluatePredictions,
} from "./evaluate/evaluate-predictions.js";
export {
  type EntityEvaluation,
  type EntityEvaluationReport,
  type EvaluatePredictionFileOptions,
  type EvaluateTaggerOptions,
  evaluatePredictionFile,
  evaluateTagger,
} from "./evaluate/evaluate-tagger.js";
export { labelSequences } from "./evaluate/label-sequences.js";
export type { PredictedSpan, ScoredSentence } from "./evaluate/scored-sentence.js";
export {
  ANNOTATION_FORMS,
  type AnnotationForm,
  OFFSET_UNITS,
  type OffsetUnit,
} from "./formats/annotation-form.js";
export type { AnnotationProblem } from "./formats/annotation-problem.js";
export {
  type DocumentsRead,
  type ReadDocumentsOptions,
  readDocuments,
} from "./formats/read-documents.js";
export {
  type DocumentsWritten,
  type WriteDocumentsOptions,
  writeDocuments,
} from "./formats/write-documents.js";
export { createHtmlWriter, textStyle } from "./output/html-writer.js";
export { ENTITY_COLUMNS } from "./output/row-writer.js";
export {
  createTagWriter,
  TAG_FORMATS,
  type TagFormat,
  type TagWriterOptions,
} from "./output/tag-writer.js";
export { type DecodeOptions, decodeUtf8 } from "./read/decode-utf8.js";
export { INPUT_KINDS, type InputKind, inputKindOf, isTextFile } from "./read/input-kind.js";
export type { ReadOptions, TextInput } from "./read/read-input.js";
export type { GazetteerCase } from "./rules/canonical-phrase.js";
export { type FoundSpan, RULE_MODES, type RuleMode } from "./rules/merge-spans.js";
export type { Pattern } from "./rules/patterns.js";
export type { RuleProblem } from "./rules/rule-lines.js";
export type { EntitySource } from "./rules/rule-tokens.js";
export {
  type Gazetteer,
  loadRules,
  parseGazetteer,
  type RuleOptions,
  type Rules,
} from "./rules/rules.js";
export {
  type EntityRecord,
  SENTENCE_SCHEMA,
  type SentenceRecord,
  sentenceJsonSchema,
  sentenceRecordSchema,
  type TextStatus,
} from "./schema.js";
export { TAG_SCHEMES, type TagSchemeName } from "./scheme/parse-tag.js";
export {
  INVALID_TAGS,
  type InvalidTags,
  type ReadTagsOptions,
  tagsToSpans,
} from "./scheme/read-tags.js";
export { spansToTags } from "./scheme/write-tags.js";
export {
  SENTENCE_LIMITS,
  type SegmentOptions,
  type Sentence,
  SentenceStream,
  segment,
} from "./segment/segment.js";
export type { Token } from "./segment/sentence-rules.js";
export {
  type EncodedWords,
  type EncodeWordsOptions,
  encodeWords,
  type TextPiece,
} from "./subwords/encode-words.js";
export type { PieceWindow } from "./subwords/piece-windows.js";
export {
  loadSubwordTokenizer,
  type SubwordTokenizer,
  type WordPiece,
} from "./subwords/subword-tokenizer.js";
export {
  type WordRecordsOptions,
  type WordsRecord,
  wordRecords,
} from "./subwords/word-records.js";
export type {
  Alternative,
  ReadingOptions,
  SentenceReading,
  TokenSpan,
} from "./tag/decode-sentence.js";
export { loadModel, TAGGER_THREADS } from "./tag/load-model.js";
export { type TaggedSentence, type TagOptions, tag, tagWithTokens } from "./tag/tag.js";
export { DEFAULT_TAGGER_MODEL, type TaggerModel } from "./tag/tagger-model.js";
