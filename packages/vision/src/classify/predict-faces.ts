/**
 * Probabilities of grey faces as one prediction: pixels in, softmax out.
 *
 * @module
 */
import { type Network, type Prediction, scaleBytes, softmax } from "@mltl/core";
import { z } from "zod";

/** How faces become the network's input; kept in the artifact's manifest. */
export const preprocessingSchema = z.strictObject({
  /** Side of the square grey input, pixels. */
  size: z.number().int().positive(),
  /** Grey level (0-255) that becomes 0, and levels that become 1. */
  mean: z.number(),
  deviation: z.number().positive(),
});

export type FacePreprocessing = z.infer<typeof preprocessingSchema>;

/** uint8 `crops` `[count, size, size, 1]` to probabilities `[count, classes]`. */
export function facePrediction(
  network: Network,
  { size, mean, deviation }: FacePreprocessing,
): Prediction {
  return {
    inputs: { crops: { dtype: "uint8", shape: [-1, size, size, 1] } },
    blocks: network.blocks,
    forward: (context, { crops }) =>
      softmax(network.forward(context, { faces: scaleBytes(crops, { mean, deviation }) })),
  };
}
