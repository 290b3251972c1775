/**
 * What a plan says of the optimizer.
 *
 * @module
 */
import { z } from "zod";
import type { OptimizerOptions } from "../program/optimizers.js";
import { named } from "./forms.js";

const share = z.number().min(0).max(1);
const decay = z.number().min(0).lt(1);
const epsilon = z.number().positive();

const moments = {
  beta1: decay.default(0.9),
  beta2: decay.default(0.999),
  epsilon: epsilon.default(1e-8),
};

const settingsSchema = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    momentum: share.default(0.9),
    nesterov: z.boolean().default(true),
  }),
  z.strictObject({ name: z.literal("adam"), ...moments }),
  z.strictObject({ name: z.literal("adamw"), ...moments }),
  z.strictObject({ name: z.literal("adamax"), ...moments }),
  z.strictObject({
    name: z.literal("rmsprop"),
    decay: decay.default(0.9),
    momentum: decay.default(0),
    epsilon: epsilon.default(1e-7),
  }),
]);

/** A name, or a name with its settings; defaults are those of PyTorch, for `rmsprop` of Keras. */
export const optimizerSchema = named<OptimizerOptions, z.input<typeof settingsSchema>>(
  settingsSchema,
);
