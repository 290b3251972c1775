/**
 * A plan: what is trained, on what, and how, as data.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { PRECISIONS } from "../program/training-program.js";
import { checkedBy } from "../schema-issues.js";
import { MIXINGS } from "../train/mixing.js";
import { initSchema } from "./init.js";
import { stageSchema } from "./stage.js";

export type { Stage, StageInput } from "./stage.js";

const levelSchema = z.strictObject({
  name: z.string().min(1),
  /** What is learned, e.g. `vision/classify` or `text/tag`. */
  task: z.string().min(1),
  /** The task's own settings: data sets, batches, augmentation, loss. */
  data: z.record(z.string(), z.unknown()).default({}),
  network: z.strictObject({
    architecture: z.string().min(1),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  /** What the network begins with. */
  init: initSchema.prefault("scratch"),
  stages: z.array(stageSchema).min(1),
  /** Decay of the average of weights that is evaluated and kept; 0 for none. */
  average: z.number().min(0).max(0.99999).default(0),
  /**
   * What convolutions learn in: `bfloat16` takes about two thirds of the time on processors that
   * compute in it (AVX512-BF16, AMX), and more on others.
   */
  precision: z.enum(PRECISIONS).default("float32"),
  /** Dev metric by which the best epoch is chosen: the largest, or the smallest of a perplexity. */
  monitor: z.string().min(1),
  /** Epochs without a better monitor after which a stage ends; none where left out. */
  patience: z.number().int().positive().optional(),
  /** Weights of the objectives' losses, 1 where left out; for tasks that learn several things. */
  objectives: z.record(z.string(), z.number().positive()).default({}),
  /** How the batches of several objectives follow each other. */
  mixing: z.enum(MIXINGS).default("shuffled"),
});

const planSchema = z
  .strictObject({
    schema: z.literal("mltl.plan/1"),
    /** The artifact's name. */
    name: z.string().min(1),
    seed: z.number().int().nonnegative().default(1),
    /** In order; each may begin with what the one before has learned. */
    levels: z.array(levelSchema).min(1),
    card: z.strictObject({
      title: z.string(),
      licence: z.string(),
      intendedUse: z.string(),
      limits: z.string(),
    }),
  })
  .superRefine(({ levels }, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path: ["levels", ...path], message });
    const [{ init }] = levels;
    if (init !== "scratch" && init.from === "previous") {
      wrong([0, "init", "from"], "the first level has no previous one");
    }
    levels.forEach(({ name, stages }, i) => {
      if (levels.findIndex((other) => other.name === name) !== i) {
        wrong([i, "name"], `expected names of levels to be unique, received '${name}' twice`);
      }
      stages.forEach((stage, j) => {
        if (stages.findIndex((other) => other.name === stage.name) !== j) {
          wrong(
            [i, "stages", j, "name"],
            `expected names of stages to be unique, received '${stage.name}' twice`,
          );
        }
      });
    });
  });

export type Level = z.infer<typeof levelSchema>;
export type Plan = z.infer<typeof planSchema>;

/** A level as it is written: what has a default may be left out. */
export type LevelInput = z.input<typeof levelSchema>;

const HINT = "The plans in benchmarks/plans are examples; docs/training.md lists the fields.";

/**
 * Checks a plan and fills in its defaults.
 *
 * @param source - where it comes from, for the message
 * @throws MltlError `E_BAD_PLAN` naming each field that is wrong, and what may have been meant
 */
export function parsePlan(value: unknown, source: string): Plan {
  return checkedBy(planSchema, value, "E_BAD_PLAN", `${source} is not a plan`, HINT);
}

/**
 * Checks one level and fills in its defaults, for training that is set up in code.
 *
 * @throws MltlError `E_BAD_PLAN` naming each field that is wrong
 */
export function parseLevel(value: LevelInput): Level {
  return checkedBy(levelSchema, value, "E_BAD_PLAN", "Expected a level of a plan", HINT);
}

/** Reads a YAML (or JSON) file without checking it. */
export async function readPlanFile(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new MltlError("E_NOT_FOUND", `Cannot read the plan ${file}`, { cause });
  });
  try {
    return parse(text, { merge: true });
  } catch (cause) {
    const [first] = String((cause as Error).message).split("\n", 1);
    throw new MltlError("E_BAD_PLAN", `${file} is not YAML: ${first}`, { cause });
  }
}

/** Reads a plan from a YAML (or JSON) file. */
export async function readPlan(file: string): Promise<Plan> {
  return parsePlan(await readPlanFile(file), file);
}

/** A plan as YAML, for `readPlan` to read again. */
export function planText(plan: unknown): string {
  return stringify(plan, { aliasDuplicateObjects: false });
}
