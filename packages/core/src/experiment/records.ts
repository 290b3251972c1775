/**
 * What is kept of trained levels and finished cells.
 *
 * @module
 */
import { z } from "zod";
import { splitAnswersSchema } from "../train/answers.js";

const count = z.number().int().nonnegative();
export const figuresSchema = z.record(z.string(), z.number());

/** What something cost, over all processes that worked on it. */
export const costSchema = z.strictObject({
  /** By the clock. */
  seconds: z.number(),
  /** Of processors: user and system. */
  cpuSeconds: z.number(),
  /** Most resident memory, bytes. */
  peakMemory: count,
  /** One a level where nothing was stopped. */
  processes: count,
});

export type Cost = z.infer<typeof costSchema>;

/** Where and by what something was computed: written down, never part of a key. */
export const provenanceSchema = z.strictObject({
  processor: z.string(),
  memory: count,
  platform: z.string(),
  node: z.string(),
  /** Version of the native engine. */
  engine: z.string(),
  /** Of the toolkit's own repository, with `+` where files were changed. */
  commit: z.string().optional(),
  threads: z.strictObject({ within: count, across: count }),
  date: z.string(),
});

export type Provenance = z.infer<typeof provenanceSchema>;

/** `levels/KEY.json`: a level that is trained. Its artifact lies in `levels/KEY`. */
export const levelRecordSchema = z.strictObject({
  schema: z.literal("mltl.level/1"),
  key: z.string(),
  name: z.string(),
  task: z.string(),
  seed: z.number().int(),
  /** Figures by split, fractions. */
  metrics: z.record(z.string(), figuresSchema),
  best: z.strictObject({ value: z.number(), epoch: count, stage: z.string() }),
  /** Every epoch, with its dev figures. */
  history: z.array(
    z.object({
      stage: z.string(),
      epoch: count,
      steps: count,
      loss: z.number(),
      rate: z.number(),
      metrics: figuresSchema,
      seconds: z.number(),
    }),
  ),
  parameters: count,
  /** Of these, learned in some stage; records of earlier trainings don't say. */
  learned: count.optional(),
  cost: costSchema,
  ranOn: provenanceSchema,
});

export type LevelRecord = z.infer<typeof levelRecordSchema>;

/** `levels/KEY.answers.json.gz`: what a trained level answers to each item, by split. */
export const answersSchema = z.strictObject({
  schema: z.literal("mltl.answers/1"),
  key: z.string(),
  task: z.string(),
  splits: z.record(z.string(), splitAnswersSchema),
});

export type Answers = z.infer<typeof answersSchema>;

/** `results/KEY.json`: a cell that is finished. */
export const cellResultSchema = z.strictObject({
  schema: z.literal("mltl.result/1"),
  key: z.string(),
  id: z.string(),
  plan: z.string(),
  data: z.string().optional(),
  fraction: z.number(),
  seed: z.number().int(),
  /** The plan with everything set. */
  resolved: z.record(z.string(), z.unknown()),
  /** Of the last level: figures by split, fractions. */
  metrics: z.record(z.string(), figuresSchema),
  /** Of the last level's network. */
  parameters: count,
  /** Of all levels, those shared with other cells included. */
  cost: costSchema,
  levels: z.array(levelRecordSchema).min(1),
});

export type CellResult = z.infer<typeof cellResultSchema>;

/** `pilots/KEY.json`: what a level will take, after a few of its steps. */
export const pilotSchema = z.strictObject({
  schema: z.literal("mltl.pilot/1"),
  seconds: z.number(),
});

export type Pilot = z.infer<typeof pilotSchema>;

/** The cost of several things done one after another. */
export function sumCosts(costs: readonly Cost[]): Cost {
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, cost) => total + of(cost), 0);
  return {
    seconds: sum(({ seconds }) => seconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
    processes: sum(({ processes }) => processes),
  };
}
