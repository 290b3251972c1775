/**
 * A stage: a stretch of training with one set of learning blocks, their rates and one schedule.
 *
 * @module
 */
import { z } from "zod";
import { optimizerSchema } from "./optimizer.js";
import { rateSchema } from "./rate.js";
import { defaultWarmup, scheduleSchema } from "./schedule.js";

const count = z.number().int().positive();

export const stageSchema = z
  .strictObject({
    /** Shown in progress and history. */
    name: z.string().min(1),
    /** Globs over block names: what learns. The rest is frozen. */
    train: z.array(z.string().min(1)).min(1).default(["**"]),
    /** How long: either of the two. */
    epochs: count.optional(),
    steps: count.optional(),
    rate: rateSchema,
    schedule: scheduleSchema.prefault("cosine"),
    /** Share of the stage's steps in which the rate rises from 0; 0.1 before linear and cosine. */
    warmup: z.number().min(0).lt(1).optional(),
    optimizer: optimizerSchema.prefault("adamw"),
    /** Decoupled from the gradient, on weights only. */
    weightDecay: z.number().min(0).default(0),
    /** Largest norm of the whole gradient; 0 for no clipping. */
    clipNorm: z.number().min(0).default(0),
    /** How frozen blocks behave while the others learn. */
    frozen: z
      .strictObject({
        /** Statistics that they normalise with. Neither moves the stored ones. */
        batchNorm: z.enum(["stored", "batch"]).default("stored"),
        dropout: z.enum(["on", "off"]).default("off"),
      })
      .prefault({}),
    /** Epochs without a better monitor after which the stage ends; the level's where left out. */
    patience: count.optional(),
  })
  .superRefine(({ epochs, steps, schedule, warmup }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (epochs === undefined && steps === undefined) {
      wrong("epochs", "expected a number of epochs or steps, received neither");
    }
    if (epochs !== undefined && steps !== undefined) {
      wrong("steps", "expected epochs or steps, received both");
    }
    if (schedule.name === "one-cycle" && warmup) {
      wrong("warmup", "one-cycle warms up by itself: set schedule.pctStart");
    }
  })
  .transform((stage) => ({ ...stage, warmup: stage.warmup ?? defaultWarmup(stage.schedule) }));

export type Stage = z.infer<typeof stageSchema>;

/** A stage as it is written: what has a default may be left out. */
export type StageInput = z.input<typeof stageSchema>;
