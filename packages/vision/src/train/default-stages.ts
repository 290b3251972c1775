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
  /** Of the class that has the fewest. */
  readonly fewest: number;
  /** Whether the network begins with what another has learned of faces. */
  readonly fromModel: boolean;
  /** Epochs of the last stage. Default: by the numbers of faces. */
  readonly epochs?: number;
}

/** Fields of a level that follow from how many faces there are. */
export interface SizedTraining extends Required<Pick<LevelInput, "stages" | "average">> {
  /** Faces in a batch. */
  readonly batch: number;
}

/** A class with fewer faces makes a set tiny. */
const TINY = 20;
/** So many faces make a set large: it needs whole epochs rather than a number of steps. */
const LARGE = 4000;

const update: Pick<StageInput, "weightDecay" | "clipNorm"> = { weightDecay: 0.02, clipNorm: 5 };

/**
 * The stages that do well with so many faces: found on CK+ with 5, 10 and 30 faces a class
 * (benchmarks/results/tuning-vision.jsonl), from the emotion model that comes along.
 */
export function sizedTraining({ faces, fewest, fromModel, epochs }: TrainingSize): SizedTraining {
  const length = (steps: number) => (epochs === undefined ? { steps } : { epochs });
  if (faces >= LARGE) {
    const rate = fromModel ? { slice: [3e-4, 3e-3] as [number, number] } : 3e-3;
    const all: StageInput = {
      ...update,
      name: "all",
      epochs: epochs ?? (fromModel ? 10 : 30),
      rate,
    };
    return { stages: [all], average: 0.998, batch: 64 };
  }
  const tiny = fewest < TINY;
  const batch = faces < 200 ? 16 : 32;
  if (!fromModel) {
    const all: StageInput = { ...update, name: "all", ...length(tiny ? 400 : 600), rate: 3e-3 };
    return { stages: [all], average: 0.95, batch };
  }
  const head: StageInput = { ...update, name: "head", train: ["head"], steps: 40, rate: 3e-3 };
  const all: StageInput = {
    ...update,
    name: "all",
    ...length(tiny ? 200 : 300),
    rate: { slice: [1e-4, 1e-3] },
  };
  return { stages: tiny ? [head, all] : [all], average: 0.95, batch };
}
