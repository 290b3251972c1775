/**
 * Schedules: how the rate moves while a stage runs, as pure functions of where the stage stands.
 *
 * @module
 */
import { z } from "zod";
import { named } from "./forms.js";

const share = z.number().min(0).max(1);
const factor = z.number().positive().lt(1);

/** What a plan says of the schedule: a name, or a name with its settings. */
export const scheduleSchema = named(
  z.discriminatedUnion("name", [
    z.strictObject({ name: z.literal("constant") }),
    z.strictObject({ name: z.literal("linear") }),
    z.strictObject({ name: z.literal("cosine") }),
    /** Up and down again with the momentum against it (Smith 2018), fastai's form and defaults. */
    z.strictObject({
      name: z.literal("one-cycle"),
      /** Share of the steps in which the rate rises. */
      pctStart: share.default(0.25),
      /** The rate begins at 1 / `div`. */
      div: z.number().min(1).default(25),
      /** And ends at 1 / `divFinal`. */
      divFinal: z.number().min(1).default(1e5),
      /** Momentum (beta1) at the beginning, at the peak of the rate and at the end. */
      momentum: z.tuple([share, share, share]).default([0.95, 0.85, 0.95]),
    }),
    /** Times `factor` after each `every` epochs. */
    z.strictObject({
      name: z.literal("step"),
      every: z.number().int().positive(),
      factor: factor.default(0.1),
    }),
    /** Times `factor` when the monitor has not got better for more than `patience` epochs. */
    z.strictObject({
      name: z.literal("plateau"),
      factor: factor.default(0.1),
      patience: z.number().int().nonnegative().default(10),
    }),
    /** 1 / (1 + `decay` t) after t epochs (Lample et al. 2016; Ma & Hovy 2016, section 3.2). */
    z.strictObject({ name: z.literal("inverse-time"), decay: z.number().positive() }),
  ]),
);

export type Schedule = z.infer<typeof scheduleSchema>;

/** Where a stage stands. */
export interface SchedulePosition {
  /** Steps taken in the stage. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Steps of the whole stage. */
  readonly totalSteps: number;
  /** Times that `plateau` has had enough. */
  readonly plateauDrops: number;
}

/** What moves from step to step. */
export interface Scheduled {
  /** What the stage's rates are multiplied by. */
  readonly rate: number;
  /** Momentum or beta1, where the schedule moves it. */
  readonly momentum?: number;
}

/** Share of the steps that warm up where a plan doesn't say. */
export function defaultWarmup({ name }: Schedule): number {
  return name === "linear" || name === "cosine" ? 0.1 : 0;
}

/**
 * What holds for the step that is about to be taken: a rise in a line over the first `warmup` of
 * the steps, then the schedule. `linear` and `cosine` reach 0 after the last step; `step` and
 * `inverse-time` count epochs from the beginning of the stage, warm-up included.
 */
export function scheduleAt(
  { schedule, warmup }: { readonly schedule: Schedule; readonly warmup: number },
  { step, stepsPerEpoch, totalSteps, plateauDrops }: SchedulePosition,
): Scheduled {
  const warmSteps = Math.round(totalSteps * warmup);
  if (step < warmSteps) return { rate: (step + 1) / warmSteps };
  const progress = (step - warmSteps) / Math.max(1, totalSteps - warmSteps);
  const epochs = Math.floor(step / stepsPerEpoch);
  switch (schedule.name) {
    case "constant":
      return { rate: 1 };
    case "linear":
      return { rate: 1 - progress };
    case "cosine":
      return { rate: cosine(1, 0, progress) };
    case "one-cycle": {
      const { pctStart, div, divFinal, momentum } = schedule;
      return {
        rate: cycle(1 / div, 1, 1 / divFinal, pctStart, progress),
        momentum: cycle(...momentum, pctStart, progress),
      };
    }
    case "step":
      return { rate: schedule.factor ** Math.floor(epochs / schedule.every) };
    case "plateau":
      return { rate: schedule.factor ** plateauDrops };
    case "inverse-time":
      return { rate: 1 / (1 + schedule.decay * epochs) };
  }
}

/** Half a cosine wave from one value to another. */
function cosine(from: number, to: number, progress: number): number {
  return from + ((to - from) * (1 - Math.cos(Math.PI * progress))) / 2;
}

function cycle(start: number, peak: number, end: number, turn: number, progress: number): number {
  return progress < turn
    ? cosine(start, peak, progress / turn)
    : cosine(peak, end, turn === 1 ? 0 : (progress - turn) / (1 - turn));
}
