/**
 * An exponential moving average of the weights (Polyak), the version that is evaluated and kept.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import type { Parameter } from "../network/block.js";

/** The averaged copy of a network's parameters. */
export interface WeightAverage {
  /** Moves the average towards the weights; the decay warms up over the first steps. */
  update(step: number): void;
  /** Swaps average and weights; call again to swap back. */
  swap(): void;
  state(): Map<string, TF.Tensor>;
  restore(state: ReadonlyMap<string, TF.Tensor>): void;
  dispose(): void;
}

/**
 * @param decay - share of the old average kept at each step; 0 follows the weights exactly
 */
export function createWeightAverage(
  parameters: readonly Parameter[],
  decay: number,
): WeightAverage {
  const averages = parameters.map(({ variable }) =>
    tf.tidy(() => tf.variable(variable.clone(), false)),
  );
  return {
    update(step) {
      const kept = Math.min(decay, (1 + step) / (10 + step));
      tf.tidy(() => {
        averages.forEach((average, i) => {
          const { variable } = parameters[i];
          average.assign(average.add(variable.sub(average).mul(1 - kept)));
        });
      });
    },
    swap() {
      averages.forEach((average, i) => {
        const { variable } = parameters[i];
        tf.tidy(() => {
          const held = variable.clone();
          variable.assign(average);
          average.assign(held);
        });
      });
    },
    state: () => new Map(parameters.map(({ name }, i) => [name, averages[i]])),
    restore(state) {
      parameters.forEach(({ name }, i) => {
        averages[i].assign(state.get(name) as TF.Tensor);
      });
    },
    dispose() {
      for (const average of averages) average.dispose();
    },
  };
}
