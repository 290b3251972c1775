/**
 * One update of the weights.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { MltlError } from "../errors.js";
import type { Block, Parameter } from "../network/block.js";
import { type ForwardMode, parametersOf } from "../network/network.js";
import type { Random } from "../random/random.js";
import type { Optimizer } from "./optimizer.js";
import type { Stage } from "./plan.js";
import type { TrainingTask } from "./task.js";

/** Takes a step on a batch and gives the loss before it. */
export type Step = (batch: unknown, rate: number, random: Random) => number;

/**
 * Prepares the steps of a stage: the learning blocks get gradients, clipped together; the others
 * predict as they are.
 *
 * @throws (the step) MltlError `E_NOT_FINITE` when loss or gradient is not a number
 */
export function createStep(
  task: TrainingTask,
  stage: Stage,
  learning: ReadonlySet<Block>,
  optimizer: Optimizer,
): Step {
  const trained = parametersOf({ blocks: [...learning] }).filter(
    ({ role }) => role !== "statistic",
  );
  const variables = trained.map(({ variable }) => variable);
  return (batch, rate, random) => {
    const mode: ForwardMode = { training: true, random, isFrozen: (block) => !learning.has(block) };
    return tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => task.loss(batch, mode), variables);
      const gradients = new Map<Parameter, TF.Tensor>();
      for (const parameter of trained) gradients.set(parameter, grads[parameter.variable.name]);
      const norm = globalNorm([...gradients.values()]);
      const loss = value.dataSync()[0];
      requireFinite(loss, norm);
      if (stage.clipNorm > 0 && norm > stage.clipNorm) {
        for (const [parameter, gradient] of gradients) {
          gradients.set(parameter, gradient.mul(stage.clipNorm / norm));
        }
      }
      optimizer.apply(gradients, rate, stage.weightDecay);
      return loss;
    });
  };
}

function globalNorm(gradients: readonly TF.Tensor[]): number {
  const squares = gradients.map((gradient) => gradient.square().sum() as TF.Scalar);
  return Math.sqrt(tf.stack(squares).sum().dataSync()[0]);
}

function requireFinite(loss: number, norm: number): void {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  throw new MltlError(
    "E_NOT_FINITE",
    `Loss ${loss}, gradient norm ${norm}: training has diverged`,
    { hint: "Lower the rate, lengthen the warm-up, or set clipNorm." },
  );
}
