/**
 * What a network learns of faces: batches and their loss.
 *
 * @module
 */
import {
  add,
  type Context,
  type InputValues,
  MltlError,
  type Network,
  type Objective,
  scale,
  softmaxCrossEntropy,
  type Value,
} from "@mltl/core";
import { augmentedSize } from "../augment/augmentation.js";
import type { FaceSet } from "../data/face-set.js";
import type { FaceNetwork } from "../network/face-network.js";
import { loadTeachers } from "./distill.js";
import { type FaceBatchOptions, faceBatches } from "./face-batches.js";

/**
 * Cross-entropy with the labels' targets. A network with a classifier `raters` learns the labels with
 * its other one, the raters' votes with this one, by `options.ratersWeight`. With `options.distill` also, at its temperature, with what
 * the teachers say, times the temperature's square so that both weigh the same whatever it is (Hinton
 * et al. 2015, section 2). The latter is their Kullback-Leibler divergence plus what the network
 * can't change.
 *
 * @throws MltlError `E_BAD_PLAN` where the network takes faces of another size; as `loadTeachers` does
 */
export async function faceObjective(
  network: Network & Partial<FaceNetwork>,
  set: FaceSet,
  options: FaceBatchOptions,
): Promise<Objective> {
  const { labels, distill, augment, ratersWeight } = options;
  const { readBoth } = network;
  requireSide(network, augmentedSize(set.size, augment));
  const teachers = distill && (await loadTeachers(distill.teachers, labels));
  const targets = { dtype: "float32", shape: [-1, labels.length] } as const;
  return {
    ...faceBatches(set, options, { teachers, votes: readBoth !== undefined }),
    unit: "faces",
    inputs: {
      ...network.inputs,
      targets,
      weights: { dtype: "float32", shape: [-1] },
      ...(readBoth && { votes: targets }),
      ...(distill && { taught: targets }),
    },
    loss(context, inputs) {
      const { logits, loss } = annotatorsLoss(context, inputs);
      if (!distill) return loss;
      const { weight, temperature } = distill;
      const cooled = scale(logits, 1 / temperature);
      const soft = softmaxCrossEntropy(cooled, inputs.taught, inputs.weights);
      return add(scale(loss, 1 - weight), scale(soft, weight * temperature ** 2));
    },
  };

  /** The loss on what people say of the faces, and the logits that the labels are learned with. */
  function annotatorsLoss(context: Context, inputs: InputValues): { logits: Value; loss: Value } {
    const lossOf = (logits: Value, targets: Value) =>
      softmaxCrossEntropy(logits, targets, inputs.weights);
    if (!readBoth) {
      const logits = network.forward(context, inputs);
      return { logits, loss: lossOf(logits, inputs.targets) };
    }
    const { labels, raters } = readBoth(context, inputs);
    const second = scale(lossOf(raters, inputs.votes), ratersWeight);
    return { logits: labels, loss: add(lossOf(labels, inputs.targets), second) };
  }
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
