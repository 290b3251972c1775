/**
 * How long, and how fast, a network learns from a folder of faces.
 *
 * @module
 */
import type { LevelInput, StageInput } from "@mltl/core";

/** What the choice depends on. */
export interface TrainingSize {
  /** Faces to learn from. */
  readonly faces: number;
  /** Whether the network begins with what another has learned of faces. */
  readonly fromModel: boolean;
  /** Epochs of the training. Default: by the number of faces. */
  readonly epochs?: number;
}

/** Fields of a level, and of its data, that follow from how many faces there are. */
export interface SizedTraining
  extends Required<Pick<LevelInput, "stages" | "average" | "monitor">> {
  /** Faces in a batch. */
  readonly batch: number;
  /** How often an epoch goes through the faces. */
  readonly passes: number;
}

/** So many faces are enough to be gone through whole, epoch by epoch. */
const MANY = 4000;
/** Steps of an epoch where faces are fewer. */
const STEPS_PER_EPOCH = 25;

const update = { weightDecay: 0.02, clipNorm: 5 } satisfies Partial<StageInput>;

/**
 * One stage in which every block learns. Begun with a model, the head learns ten times as fast as the
 * stem, so that what the first blocks know of faces stays; the rates rise in the first tenth of the
 * steps, which spares them the gradients of a head that knows nothing of the new classes yet. A stage
 * of the head alone before that was no better with 10 faces a class of CK+, and the head alone much
 * worse: benchmarks/results/tuning-vision.jsonl. Of few dev faces accuracy says little, so that the
 * epoch is chosen by their likelihood.
 */
export function sizedTraining({ faces, fromModel, epochs }: TrainingSize): SizedTraining {
  const many = faces >= MANY;
  const batch = many ? 64 : 16;
  const perPass = Math.max(1, Math.floor(faces / batch));
  const passes = many ? 1 : Math.max(1, Math.round(STEPS_PER_EPOCH / perPass));
  const stage: StageInput = {
    ...update,
    name: "all",
    epochs: epochs ?? defaultEpochs(faces, perPass * passes, fromModel),
    rate: fromModel ? { slice: [1e-4, 1e-3] } : 3e-3,
  };
  return {
    stages: [stage],
    average: many ? 0.998 : 0.95,
    monitor: many ? "accuracy" : "likelihood",
    batch,
    passes,
  };
}

/** From scratch takes longer: with few faces up to what two minutes allow, with many what they need. */
function defaultEpochs(faces: number, stepsPerEpoch: number, fromModel: boolean): number {
  if (faces >= MANY) return fromModel ? 10 : 30;
  const steps = faces < 100 ? 200 : 300 + faces / 4;
  return Math.max(4, Math.round(((fromModel ? 1 : 2) * steps) / stepsPerEpoch));
}
