/**
 * What faces and text share: the engine, blocks and training, artifacts, metrics, input and output.
 *
 * @module @mltl/core
 */

export {
  formatInspection,
  type Inspection,
  type InspectionOptions,
  inspectArtifact,
} from "./artifact/inspect.js";
export { formatLineage, type Lineage, type LineageStep } from "./artifact/lineage.js";
export { type LoadedArtifact, loadArtifact } from "./artifact/load.js";
export {
  ARTIFACT_FILES,
  type ArtifactManifest,
  readManifest,
} from "./artifact/manifest.js";
export { findModelFolder } from "./artifact/model-folder.js";
export { type ArtifactContents, saveArtifact } from "./artifact/save.js";
export { type NamedArray, readTensorFile, writeTensorFile } from "./artifact/tensor-file.js";
export { type FileCheck, verifyArtifact } from "./artifact/verify.js";
export { type Vocabularies, vocabulariesOf } from "./artifact/vocabularies.js";
export { type CrfPath, crfBestPaths } from "./crf/best-paths.js";
export { crfDecode } from "./crf/decode.js";
export { type CrfLattice, crfLattice, crfSpanProbability } from "./crf/lattice.js";
export { type CrfMask, type CrfScores, FORBIDDEN, maskScores } from "./crf/scores.js";
export {
  type AllottedPart,
  allotUnits,
  foldParts,
  trainDevTest,
} from "./data/allot-units.js";
export { addData, type DataFileCheck, verifyData } from "./data/check-data.js";
export { chooseSplit } from "./data/choose-split.js";
export { dataRoot, hasData, requireData } from "./data/data-root.js";
export { type GetDataOptions, getData } from "./data/get-data.js";
export {
  type DataManifest,
  dataSetHash,
  findDataManifest,
  readDataManifests,
} from "./data/manifest.js";
export { nestedSubset } from "./data/nested-subset.js";
export { cutParts, requireNoFolds, type Splitter, trainAndDev } from "./data/split-parts.js";
export { foldsSchema, requirePlannedContents, shareOrPlaceSchema } from "./data/split-settings.js";
export { artifactExamination } from "./engine/doctor/artifacts.js";
export type { Check, DoctorReport, Examination } from "./engine/doctor/check.js";
export { examine } from "./engine/doctor/doctor.js";
export {
  type Engine,
  type EngineFallback,
  type EngineOptions,
  loadEngine,
  requireNative,
} from "./engine/engine.js";
export type { EngineThreads } from "./engine/native.js";
export type { SetupAttempt } from "./engine/setup/attempt.js";
export { type SetupOptions, setupEngine } from "./engine/setup/setup.js";
export { tf } from "./engine/tensorflow.js";
export { type ErrorCode, invalidArgument, MltlError, type MltlErrorOptions } from "./errors.js";
export { ExperimentCache } from "./experiment/cache.js";
export { type Cell, experimentCells, seedsFor, selectCells } from "./experiment/cells.js";
export { type Experiment, readExperiment, type Variant } from "./experiment/experiment.js";
export type { EstimateOptions, LevelEstimate } from "./experiment/level-estimates.js";
export {
  type DataHashes,
  type KeyedLevel,
  keyedLevels,
  readDataHashes,
} from "./experiment/level-key.js";
export type { QueuedLevel } from "./experiment/level-queue.js";
export type { Failure, LevelEnding, LevelNews } from "./experiment/level-work.js";
export {
  type CellStatus,
  type PlannedCell,
  type PlannedLevel,
  planExperiment,
  secondsMissing,
} from "./experiment/plan-experiment.js";
export type { CellResult, Cost, LevelRecord, Provenance } from "./experiment/records.js";
export {
  type CellOutcome,
  type ExperimentPlaces,
  type RunExperimentOptions,
  runExperiment,
} from "./experiment/run-experiment.js";
export { type SummaryRow, summarise } from "./experiment/summary.js";
export { browserModules } from "./export/browser-modules.js";
export { type ExportReport, exportModel } from "./export/export-model.js";
export { type ExportContents, type Exporter, registerExporter } from "./export/exporters.js";
export type { Feeds, HostArray, InputSpec, InputSpecs } from "./graph/host-array.js";
export { type AtomicFile, createAtomicFile, writeFileAtomic } from "./io/atomic-file.js";
export { sha256OfFile } from "./io/checksum.js";
export { duration } from "./io/duration.js";
export {
  folderOfPattern,
  type InputFile,
  type InputOptions,
  listInputs,
} from "./io/inputs.js";
export { type OpenSinkOptions, openSink, terminalOf } from "./io/output/open-sink.js";
export {
  type CsvOptions,
  type CsvValue,
  createCsvWriter,
  createJsonlWriter,
  createJsonWriter,
  type RecordWriter,
} from "./io/output/record-writer.js";
export {
  type Resumed,
  type ResumeOptions,
  resumeOutput,
  type WrittenRow,
} from "./io/output/resume.js";
export { appendSink, atomicSink, type Sink, streamSink } from "./io/output/sink.js";
export {
  createTableWriter,
  formatTable,
  type TableColumn,
  type TableOptions,
} from "./io/output/table-writer.js";
export { type InputStatus, lookAt, type PathFacts } from "./io/path-facts.js";
export { printable } from "./io/printable.js";
export { createProgress, type Progress, type ProgressOptions } from "./io/progress.js";
export {
  alignSpans,
  SPAN_ERROR_KINDS,
  type SpanErrorKind,
  type SpanPair,
} from "./metrics/align-spans.js";
export {
  type BootstrapOptions,
  bootstrap,
  bootstrapCounts,
  bootstrapSeeds,
  type Interval,
} from "./metrics/bootstrap.js";
export {
  type CalibrationOptions,
  expectedCalibrationError,
  type ReliabilityBin,
  reliabilityBins,
} from "./metrics/calibration.js";
export {
  argmaxRows,
  type ClassScore,
  type ConfusionMatrix,
  classificationMetrics,
  classScores,
  confusionMatrix,
  type MacroOver,
} from "./metrics/classification.js";
export type { CountRows, Statistic } from "./metrics/count-rows.js";
export { type CrossedRows, crossedRows } from "./metrics/crossed-rows.js";
export { formatFigure, lowerIsBetter } from "./metrics/figure.js";
export { holmAdjust } from "./metrics/holm.js";
export { type McNemarTest, mcnemarTest } from "./metrics/mcnemar.js";
export { type MeanDeviation, meanDeviation } from "./metrics/mean-deviation.js";
export {
  approximateRandomization,
  type PairedBootstrap,
  type PairedTest,
  type PairedTestOptions,
  pairedBootstrap,
} from "./metrics/paired-tests.js";
export { brierScore, negativeLogLikelihood } from "./metrics/probability-scores.js";
export { type Bounds, seedInterval, studentQuantile } from "./metrics/seed-interval.js";
export type { SentenceSpans, Span } from "./metrics/span.js";
export { type SpanCountOptions, spanCountRows, spanF1 } from "./metrics/span-count-rows.js";
export { type SpanScore, type SpanScores, spanScores, spanScoresBy } from "./metrics/span-f1.js";
export {
  type SchemaScores,
  SPAN_SCHEMAS,
  type SpanOutcome,
  type SpanOutcomeScore,
  type SpanSchema,
  schemaScores,
} from "./metrics/span-matching.js";
export { applyTemperature, fitTemperature, type TemperatureFit } from "./metrics/temperature.js";
export { tokenAccuracy } from "./metrics/token-accuracy.js";
export { didYouMean } from "./nearest-name.js";
export type { Bidirectional } from "./network/bidirectional.js";
export { biGru } from "./network/bigru.js";
export { biLstm, lstmLayer } from "./network/bilstm.js";
export {
  type Axes,
  Block,
  CHANNELS,
  type Parameter,
  type ParameterOptions,
  type ParameterRole,
} from "./network/block.js";
export { type ConvNorm, type ConvNormOptions, convNorm } from "./network/conv-norm.js";
export { type DenseLayer, denseLayer } from "./network/dense.js";
export {
  type BlockDescription,
  describe,
  formatBlocks,
  formatParameters,
  type NetworkDescription,
  type ParameterDescription,
} from "./network/describe.js";
export {
  type DilatedConvolutionOptions,
  dilatedConvolution,
  type StepConvolution,
} from "./network/dilated-convolution.js";
export {
  embeddingUniform,
  glorotUniform,
  heNormal,
  heNormalDepthwise,
  type Initializer,
  zeros,
} from "./network/initializers.js";
export {
  buildNetwork,
  type InputValues,
  type Network,
  type NetworkBuilder,
  parameterCount,
  parametersOf,
  registerNetwork,
} from "./network/network.js";
export {
  normLayer,
  type TransformerLayer,
  type TransformerLayerOptions,
  transformerLayer,
} from "./network/transformer-layer.js";
export type { Context, Operation, OperationWriter, Value } from "./operation/operation.js";
export type { Activation } from "./ops/activation.js";
export { type AffineOptions, affine } from "./ops/affine.js";
export { type AttentionInputs, type AttentionOptions, attention } from "./ops/attention.js";
export { type LevelScale, scaleBytes } from "./ops/bytes.js";
export { concatLast } from "./ops/concat.js";
export { type ConvolutionOptions, conv2d, depthwiseConv2d } from "./ops/convolution.js";
export { crfMarginalNll } from "./ops/crf-marginal-nll.js";
export { crfNll } from "./ops/crf-nll.js";
export type { CrfNllOptions, CrfValues } from "./ops/crf-scores.js";
export { dense } from "./ops/dense.js";
export { type DropoutOptions, dropout } from "./ops/dropout.js";
export { add, multiply, relu, scale, sigmoid, tanh } from "./ops/elementwise.js";
export { embedding, gatherRows } from "./ops/embedding.js";
export { flatten } from "./ops/flatten.js";
export { type LayerNormOptions, layerNorm } from "./ops/layer-norm.js";
export { lstm } from "./ops/lstm.js";
export { pad } from "./ops/pad.js";
export { averagePool, maxPool, meanOfPixels, type PoolOptions } from "./ops/pool.js";
export { fromRows, reshape, toRows } from "./ops/reshape.js";
export { type ResizeOptions, resizeBilinear } from "./ops/resize.js";
export { reverseSequence } from "./ops/reverse-sequence.js";
export { segmentMax } from "./ops/segment-max.js";
export {
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from "./ops/softmax-cross-entropy.js";
export { tokenMarginalNll, tokenNll } from "./ops/token-nll.js";
export {
  type KnownSplits,
  readExperiments,
  reportableExperiments,
} from "./paper/experiment-paper.js";
export type { ChartReport, PanelReport, PointReport, SeriesReport } from "./paper/figure-report.js";
export type { KeptResult } from "./paper/kept-result.js";
export {
  type PaperFigure,
  type PaperManifest,
  type PaperTable,
  parsePaper,
  readPaper,
} from "./paper/manifest.js";
export { metricsOf, openPaper, type Paper, type PaperExperiment } from "./paper/open-paper.js";
export { type PaperReport, paperReport } from "./paper/report.js";
export { QUICK_WORDS, reportMarkdown, reportSummary } from "./paper/report-markdown.js";
export { reportPage } from "./paper/report-page.js";
export { comparisonsTable, meansTable, type WordTable } from "./paper/report-tables.js";
export {
  type BookedResult,
  type ExperimentCells,
  openResults,
  type ResultBook,
  readKeptResults,
  writeKeptResults,
} from "./paper/result-book.js";
export type { ComparisonReport, FigureReport, TableReport } from "./paper/table-report.js";
export { type Evidence, publishedVerdict, type Verdict, verdictOf } from "./paper/verdict.js";
export type { Init, Reuse } from "./plan/init.js";
export {
  type Level,
  type LevelInput,
  type Plan,
  parseLevel,
  parsePlan,
  planText,
  readPlan,
  readPlanFile,
  type Stage,
  type StageInput,
} from "./plan/plan.js";
export {
  licenceBegunWith,
  type NetworkChoice,
  networkLike,
  openPlanSource,
  type PlanSource,
} from "./plan/plan-source.js";
export { type Rate, topRate } from "./plan/rate.js";
export { resolveStage } from "./plan/resolve-stage.js";
export {
  type Schedule,
  type Scheduled,
  type SchedulePosition,
  scheduleAt,
} from "./plan/schedule.js";
export { setValues } from "./plan/set-values.js";
export { networkOptions, taskSettings } from "./plan/settings.js";
export { countMultiplyAdds } from "./program/multiply-adds.js";
export type { OptimizerOptions } from "./program/optimizers.js";
export {
  createPredictor,
  type Prediction,
  type Predictor,
  tensorPredictor,
} from "./program/predictor.js";
export {
  createTrainingProgram,
  type Loss,
  PRECISIONS,
  type Precision,
  type ProgramStage,
  type StepOutcome,
  type TrainingProgram,
} from "./program/training-program.js";
export { type Random, randomStream, UNSET } from "./random/random.js";
export { type Bar, barChart } from "./report/bar-chart.js";
export { confusionChart } from "./report/confusion-chart.js";
export { factList } from "./report/fact-list.js";
export { type FigureTile, figureTiles } from "./report/figure-tiles.js";
export { html, type Insert, Markup } from "./report/html.js";
export { type IntervalRow, intervalChart } from "./report/interval-chart.js";
export { type Line, type LineChartOptions, lineChart, lineKey } from "./report/line-chart.js";
export { markdownTable, withSection } from "./report/markdown.js";
export {
  type PageOptions,
  pageFoot,
  pageHead,
  pageSection,
  type SectionOptions,
} from "./report/page.js";
export { reliabilityChart } from "./report/reliability-chart.js";
export { type ScoreRow, scoreTable } from "./report/score-table.js";
export { networkSource } from "./reuse/artifact-source.js";
export { openWeights, registerWeightSource } from "./reuse/open-weights.js";
export type { NameMap } from "./reuse/rename.js";
export {
  formatReuseReport,
  type ReuseReport,
  type Skipped,
  summaryOf,
  type TakenOver,
  type Unused,
} from "./reuse/report.js";
export { type ReuseOptions, reuse, type ShapeMismatch } from "./reuse/reuse.js";
export {
  decodeTfjsWeights,
  type TfjsWeight,
  weightsManifestSchema,
} from "./reuse/tfjs-weights.js";
export type { SourceParameter, WeightFormat, WeightSource } from "./reuse/weight-source.js";
export {
  type Answer,
  type ItemScore,
  numbered,
  type SplitAnswers,
} from "./train/answers.js";
export {
  type FindRateOptions,
  type FoundRate,
  findRate,
  type RatePoint,
} from "./train/find-rate.js";
export {
  type FineTuneOptions,
  type FineTuneResult,
  fineTune,
  fineTuneStages,
} from "./train/fine-tune.js";
export {
  createHistory,
  type EpochLine,
  type History,
  type HistoryLine,
  type HistoryOptions,
  type HistoryView,
  readHistory,
  type StepLine,
} from "./train/history.js";
export {
  type BlockPreview,
  type LevelPreview,
  type PlanPreview,
  type PreviewOptions,
  previewPlan,
  type StagePreview,
} from "./train/preview.js";
export { type RunPlanOptions, runPlan } from "./train/run-plan.js";
export {
  type Batch,
  type Evaluation,
  type Metrics,
  type Objective,
  registerTask,
  type TaskKind,
  type TaskRequest,
  type TrainingTask,
  taskKind,
} from "./train/task.js";
export { tensorBoardView } from "./train/tensorboard.js";
export {
  type TrainingEvents,
  type TrainOptions,
  type TrainResult,
  train,
} from "./train/trainer.js";
export { trainingThreads } from "./train/training-threads.js";
