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

/** So many sentences are enough for batches of 16 and a longer average. */
const MANY = 4000;

const update = { weightDecay: 0.02, clipNorm: 5 } satisfies Partial<StageInput>;

/** One stage in which every block learns, the head faster than the first block. */
export function sizedTraining({ sentences, fromModel, epochs }: TrainingSize): SizedTraining {
  const many = sentences >= MANY;
  const batch = many ? 16 : 8;
  const stage: StageInput = {
    ...update,
    name: "all",
    epochs: epochs ?? defaultEpochs(Math.ceil(sentences / batch), fromModel),
    rate: fromModel ? { slice: [5e-4, 2e-3] } : 3e-3,
  };
  return { stages: [stage], average: many ? 0.998 : 0.95, monitor: "f1", batch };
}

function defaultEpochs(stepsPerEpoch: number, fromModel: boolean): number {
  const steps = 300 + 2 * stepsPerEpoch;
  return Math.max(4, Math.round(((fromModel ? 1 : 2) * steps) / stepsPerEpoch));
}
