/**
 * Optimizers whose whole state can be saved and restored.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import type { Parameter } from "../network/block.js";

/** What a plan says of the optimizer. */
export type OptimizerOptions =
  | { name: "sgd"; momentum: number; nesterov: boolean }
  | { name: "adamw"; beta1: number; beta2: number; epsilon: number };

/** Applies gradients; one set of slots a parameter, kept across stages. */
export interface Optimizer {
  /**
   * One update. Weight decay is decoupled from the gradient (Loshchilov & Hutter 2019) and left
   * out for biases and normalisation.
   */
  apply(gradients: ReadonlyMap<Parameter, TF.Tensor>, rate: number, weightDecay: number): void;
  /** The slots and step counts by name, for a checkpoint. */
  state(): Map<string, TF.Tensor>;
  /** Takes back what `state` gave. */
  restore(state: ReadonlyMap<string, TF.Tensor>): void;
  dispose(): void;
}

/** Makes an optimizer with empty slots. */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  const slots = new Map<string, TF.Variable>();
  const slot = (name: string, shape: number[]) => {
    let variable = slots.get(name);
    if (!variable) {
      variable = tf.tidy(() => tf.variable(tf.zeros(shape), false));
      slots.set(name, variable);
    }
    return variable;
  };
  const step = options.name === "sgd" ? sgdStep(options, slot) : adamStep(options, slot);
  return {
    apply(gradients, rate, weightDecay) {
      tf.tidy(() => {
        for (const [parameter, gradient] of gradients) {
          const { variable, role } = parameter;
          const decay = role === "weight" ? rate * weightDecay : 0;
          const kept = decay === 0 ? variable : variable.mul(1 - decay);
          variable.assign(kept.sub(step(parameter, gradient).mul(rate)));
        }
      });
    },
    state: () => new Map(slots),
    restore(state) {
      for (const [name, value] of state) slot(name, value.shape).assign(value);
    },
    dispose() {
      for (const variable of slots.values()) variable.dispose();
      slots.clear();
    },
  };
}

type Slot = (name: string, shape: number[]) => TF.Variable;

/** Momentum as in PyTorch and Keras: v = m v + g, then v, or g + m v with Nesterov's look-ahead. */
function sgdStep({ momentum, nesterov }: OptimizerOptions & { name: "sgd" }, slot: Slot) {
  return (parameter: Parameter, gradient: TF.Tensor): TF.Tensor => {
    if (momentum === 0) return gradient;
    const velocity = slot(`${parameter.name}:velocity`, gradient.shape);
    velocity.assign(velocity.mul(momentum).add(gradient));
    return nesterov ? gradient.add(velocity.mul(momentum)) : velocity;
  };
}

/** Adam with bias correction (Kingma & Ba 2015, algorithm 1). */
function adamStep({ beta1, beta2, epsilon }: OptimizerOptions & { name: "adamw" }, slot: Slot) {
  return (parameter: Parameter, gradient: TF.Tensor): TF.Tensor => {
    const first = slot(`${parameter.name}:first`, gradient.shape);
    const second = slot(`${parameter.name}:second`, gradient.shape);
    const count = slot(`${parameter.name}:count`, []);
    count.assign(count.add(1) as TF.Scalar);
    first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
    second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
    const correctedFirst = first.div(tf.sub(1, tf.pow(beta1, count)));
    const correctedSecond = second.div(tf.sub(1, tf.pow(beta2, count)));
    return correctedFirst.div(correctedSecond.sqrt().add(epsilon));
  };
}
