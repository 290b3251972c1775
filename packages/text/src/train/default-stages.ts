/**
 * How long, and how fast, a tagger learns from sentences of one's own.
 *
 * @module
 */
import type { LevelInput, StageInput } from "@mltl/core";

/** What the choice depends on. */
export interface TrainingSize {
  /** Sentences to learn from. */
  readonly sentences: number;
  /** Whether the network begins with what another has learned. */
  readonly fromModel: boolean;
  /** Epochs of the training. Default: by the number of sentences. */
  readonly epochs?: number;
}

/** Fields of a level, and of its data, that follow from how many sentences there are. */
export interface SizedTraining
  extends Required<Pick<LevelInput, "stages" | "average" | "monitor">> {
  /** Sentences in a batch. */
  readonly batch: number;
}

/** Up to so many, what the first blocks know is spared. */
const FEW = 400;
/** So many sentences are enough for batches of 16 and a longer average. */
const MANY = 4000;

const update = { weightDecay: 0.02, clipNorm: 5 } satisfies Partial<StageInput>;

/**
 * One stage in which every block learns. Begun with a tagger and of few sentences, the head learns
 * five times as fast as the first block, so that what the first blocks know stays; of some hundred
 * sentences and more, all blocks learn at one rate, which was better on text of another domain. A
 * stage of the head alone before that was no better: benchmarks/results/tuning-text.jsonl.
 */
export function sizedTraining({ sentences, fromModel, epochs }: TrainingSize): SizedTraining {
  const many = sentences >= MANY;
  const batch = many ? 16 : 8;
  const stage: StageInput = {
    ...update,
    name: "all",
    epochs: epochs ?? defaultEpochs(Math.ceil(sentences / batch), fromModel),
    rate: many ? 3e-3 : fromModel && sentences <= FEW ? { slice: [1e-3, 5e-3] } : 5e-3,
  };
  return { stages: [stage], average: many ? 0.998 : 0.95, monitor: "f1", batch };
}

function defaultEpochs(stepsPerEpoch: number, fromModel: boolean): number {
  const steps = 300 + 2 * stepsPerEpoch;
  return Math.max(4, Math.round(((fromModel ? 1 : 2) * steps) / stepsPerEpoch));
}
