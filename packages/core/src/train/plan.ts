/**
 * A plan: what is trained, on what, and how, as data.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { schemaIssues } from "../schema-issues.js";
import { SCHEDULES } from "./schedule.js";

const share = z.number().min(0).max(1);

const optimizerSchema = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    momentum: share.default(0.9),
    nesterov: z.boolean().default(true),
  }),
  z.strictObject({
    name: z.literal("adamw"),
    beta1: share.default(0.9),
    beta2: share.default(0.999),
    epsilon: z.number().positive().default(1e-8),
  }),
]);

const stageSchema = z.strictObject({
  /** Shown in progress and history. */
  name: z.string().min(1),
  /** Globs over block names: what learns. The rest is frozen, statistics and dropout included. */
  train: z.array(z.string().min(1)).min(1).default(["**"]),
  epochs: z.number().int().positive(),
  /** The rate that the schedule's factor multiplies. */
  rate: z.number().positive(),
  schedule: z.enum(SCHEDULES).default("cosine"),
  /** Share of the stage's steps in which the rate rises from 0. */
  warmup: share.default(0.1),
  optimizer: optimizerSchema.prefault({ name: "adamw" }),
  /** Decoupled, on weights only. */
  weightDecay: z.number().min(0).default(0),
  /** Largest norm of the whole gradient; 0 for no clipping. */
  clipNorm: z.number().min(0).default(0),
});

const levelSchema = z.strictObject({
  name: z.string().min(1),
  /** What is learned, e.g. `vision/classify` or `text/tag`. */
  task: z.string().min(1),
  /** The task's own settings: data sets, batches, augmentation. */
  data: z.record(z.string(), z.unknown()),
  network: z.strictObject({
    architecture: z.string().min(1),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  stages: z.array(stageSchema).min(1),
  /** Decay of the average of weights that is evaluated and kept; 0 for none. */
  average: z.number().min(0).max(0.99999).default(0),
  /** Dev metric by which the best epoch is chosen; larger is better. */
  monitor: z.string().min(1),
});

const planSchema = z.strictObject({
  schema: z.literal("mltl.plan/1"),
  /** The artifact's name. */
  name: z.string().min(1),
  seed: z.number().int().nonnegative().default(1),
  levels: z.array(levelSchema).length(1),
  card: z.strictObject({
    title: z.string(),
    licence: z.string(),
    intendedUse: z.string(),
    limits: z.string(),
  }),
});

export type Stage = z.infer<typeof stageSchema>;
export type Level = z.infer<typeof levelSchema>;
export type Plan = z.infer<typeof planSchema>;

/**
 * Checks a plan and fills in its defaults.
 *
 * @throws MltlError `E_BAD_PLAN` naming each field that is wrong
 */
export function parsePlan(value: unknown, source: string): Plan {
  const result = planSchema.safeParse(value);
  if (result.success) return result.data;
  throw new MltlError("E_BAD_PLAN", `${source} is not a plan: ${schemaIssues(result.error)}`, {
    hint: "The plans in benchmarks/plans are examples; docs/training.md lists the fields.",
  });
}

/** Reads a plan from a YAML (or JSON) file. */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new MltlError("E_NOT_FOUND", `Cannot read the plan ${file}`, { cause });
  });
  return parsePlan(parse(text), file);
}
