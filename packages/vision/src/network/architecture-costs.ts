/**
 * What the architectures over faces cost: numbers, multiply-adds, time.
 *
 * @module
 */
import { countMultiplyAdds, createPredictor, parameterCount, randomStream } from "@mltl/core";
import "./architectures.js";
import {
  buildFaceNetwork,
  type FaceNetwork,
  faceArchitectures,
  greyOptions,
} from "./face-network.js";

/** An architecture at its usual size, over grey faces of 48 pixels. */
export interface ArchitectureCost {
  readonly architecture: string;
  /** Those it was built with beside its own defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Numbers, moving statistics included. */
  readonly parameters: number;
  /** Multiply-adds a face, of convolutions and matrix products. */
  readonly multiplyAdds: number;
  /** Faces a second in batches of 32, the median of some runs; where it was measured. */
  readonly facesPerSecond?: number;
}

const SIDE = 48;
const CLASSES = 7;
const BATCH = 32;
/** Runs that are timed, after one that isn't. */
const RUNS = 5;

/** The costs of every architecture over faces. The native engine has to be running. */
export function architectureCosts({
  measure = false,
}: {
  readonly measure?: boolean;
} = {}): ArchitectureCost[] {
  return faceArchitectures().map((architecture) => {
    const options = { classes: CLASSES, ...greyOptions(architecture) };
    const network = buildFaceNetwork(architecture, options, randomStream(1));
    return {
      architecture,
      options,
      parameters: parameterCount(network),
      multiplyAdds: countMultiplyAdds(network, facesToRead(1)),
      ...(measure && { facesPerSecond: facesPerSecond(network) }),
    };
  });
}

function facesPerSecond(network: FaceNetwork): number {
  const predictor = createPredictor(network);
  const feeds = facesToRead(BATCH);
  predictor.run(feeds);
  const seconds = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    predictor.run(feeds);
    return (performance.now() - began) / 1000;
  }).sort((a, b) => a - b);
  predictor.dispose();
  return BATCH / seconds[Math.floor(RUNS / 2)];
}

function facesToRead(count: number) {
  const data = new Float32Array(count * SIDE ** 2);
  return { faces: { shape: [count, SIDE, SIDE, 1], data } };
}
