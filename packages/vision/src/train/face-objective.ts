/**
 * What a network learns of faces: batches and their loss.
 *
 * @module
 */
import {
  add,
  MltlError,
  type Network,
  type Objective,
  scale,
  softmaxCrossEntropy,
} from "@mltl/core";
import { augmentedSize } from "../augment/augmentation.js";
import type { FaceSet } from "../data/face-set.js";
import { loadTeachers } from "./distill.js";
import { type FaceBatchOptions, faceBatches } from "./face-batches.js";

/**
 * Cross-entropy with the labels' targets; with `options.distill` also, at its temperature, with what
 * the teachers say, times the temperature's square so that both weigh the same whatever it is (Hinton
 * et al. 2015, section 2). The latter is their Kullback-Leibler divergence plus what the network
 * can't change.
 *
 * @throws MltlError `E_BAD_PLAN` where the network takes faces of another size; as `loadTeachers` does
 */
export async function faceObjective(
  network: Network,
  set: FaceSet,
  options: FaceBatchOptions,
): Promise<Objective> {
  const { labels, distill, augment } = options;
  requireSide(network, augmentedSize(set.size, augment));
  const teachers = distill && (await loadTeachers(distill.teachers, labels));
  const targets = { dtype: "float32", shape: [-1, labels.length] } as const;
  return {
    ...faceBatches(set, options, teachers),
    unit: "faces",
    inputs: {
      ...network.inputs,
      targets,
      weights: { dtype: "float32", shape: [-1] },
      ...(distill && { taught: targets }),
    },
    loss(context, inputs) {
      const logits = network.forward(context, inputs);
      const hard = softmaxCrossEntropy(logits, inputs.targets, inputs.weights);
      if (!distill) return hard;
      const { weight, temperature } = distill;
      const cooled = scale(logits, 1 / temperature);
      const soft = softmaxCrossEntropy(cooled, inputs.taught, inputs.weights);
      return add(scale(hard, 1 - weight), scale(soft, weight * temperature ** 2));
    },
  };
}

function requireSide({ architecture, inputs }: Network, side: number): void {
  const own = inputs.faces.shape[1];
  if (own === -1 || own === side) return;
  throw new MltlError(
    "E_BAD_PLAN",
    `Expected faces of ${own} pixels for ${architecture}, received faces of ${side}`,
    { hint: "The options of the network and augment.crop decide them." },
  );
}
