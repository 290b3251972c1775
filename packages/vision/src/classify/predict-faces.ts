/**
 * Probabilities of grey faces as one prediction: pixels in, softmax out.
 *
 * @module
 */
import { type Network, type Prediction, scale, scaleBytes, softmax, type Value } from "@mltl/core";
import { z } from "zod";

/** How faces become the network's input; kept in the artifact's manifest. */
export const preprocessingSchema = z.strictObject({
  /** Side of the square grey input, pixels. */
  size: z.number().int().positive(),
  /** Grey level (0-255) that becomes 0, and levels that become 1. */
  mean: z.number(),
  deviation: z.number().positive(),
  /**
   * What logits are divided by, so that probabilities are what they say (Guo et al. 2017, section
   * 4.2); 1 where left out.
   */
  temperature: z.number().positive().optional(),
});

export type FacePreprocessing = z.infer<typeof preprocessingSchema>;

/** uint8 `crops` `[count, size, size, 1]` to probabilities `[count, classes]`, softmax(logits / temperature). */
export function facePrediction(
  network: Network,
  { size, mean, deviation, temperature = 1 }: FacePreprocessing,
): Prediction {
  return {
    inputs: { crops: { dtype: "uint8", shape: [-1, size, size, 1] } },
    blocks: network.blocks,
    forward(context, { crops }) {
      const faces = scaleBytes(crops, { mean, deviation });
      return softmax(cooled(network.forward(context, { faces }), temperature));
    },
  };
}

function cooled(logits: Value, temperature: number): Value {
  return temperature === 1 ? logits : scale(logits, 1 / temperature);
}
