/**
 * Batch normalisation (Ioffe & Szegedy 2015) over the channels of `[batch, height, width, channels]`.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";
import { type Activation, composeActivation, writeActivation } from "./activation.js";

/** Added to the variance before its root. */
const NORM_EPSILON = 1e-3;

/** The arrays of a normalisation, `[channels]` each. */
export interface NormValues {
  readonly gamma: Value;
  readonly beta: Value;
  /** Moving statistics; the variance is the unbiased one. */
  readonly mean: Value;
  readonly variance: Value;
}

export interface BatchNormOptions {
  /** How far the moving statistics go towards the batch's at each step; 0: they stay. */
  readonly share: number;
  /** What follows. Default: `linear`. */
  readonly activation?: Activation;
}

/** Normalises a batch by its own statistics. */
export function batchNorm(x: Value, norm: NormValues, options: BatchNormOptions): Value {
  const { gamma, beta, mean, variance } = norm;
  return x.context.apply(batchNormOperation, [x, gamma, beta, mean, variance], options);
}

/**
 * The kernel `[height, width, inputs, channels]` of a convolution that also normalises with the
 * moving statistics; its bias is {@link foldedBias}.
 */
export function foldedKernel(kernel: Value, { gamma, variance }: NormValues): Value {
  return kernel.context.apply(foldedKernelOperation, [kernel, gamma, variance], {});
}

/** `beta - mean * gamma / deviation` */
export function foldedBias({ gamma, beta, mean, variance }: NormValues): Value {
  return gamma.context.apply(foldedBiasOperation, [gamma, beta, mean, variance], {});
}

const ATTRIBUTES = {
  ...FLOAT,
  U: attr.type("float32"),
  epsilon: attr.float(NORM_EPSILON),
  data_format: attr.string("NHWC"),
  is_training: attr.bool(true),
};

const batchNormOperation: Operation<BatchNormOptions> = {
  name: "batchNorm",
  write(graph, [x, gamma, beta, mean, variance], { share, activation = "linear" }) {
    const none = graph.floats([0], []);
    const norm = graph.node("FusedBatchNormV3", [x.name, gamma.name, beta.name, none, none], {
      ...ATTRIBUTES,
      exponential_avg_factor: attr.float(1),
    });
    if (share > 0) {
      graph.follow(mean, `${norm}:1`, share);
      graph.follow(variance, `${norm}:2`, share);
    }
    const activated = writeActivation(graph, norm, activation);
    return {
      output: activated.output,
      gradient(dy) {
        const reserved = [3, 4, 5].map((i) => `${norm}:${i}`);
        const inputs = [activated.gradient(dy), x.name, gamma.name, ...reserved];
        const gradients = graph.node("FusedBatchNormGradV3", inputs, ATTRIBUTES);
        return [gradients, `${gradients}:1`, `${gradients}:2`, undefined, undefined];
      },
    };
  },
  compose([x, gamma, beta], { activation = "linear" }) {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const y = tf.batchNorm(
      x as TF.Tensor4D,
      mean as TF.Tensor1D,
      variance as TF.Tensor1D,
      beta as TF.Tensor1D,
      gamma as TF.Tensor1D,
      NORM_EPSILON,
    );
    return composeActivation(y, activation);
  },
};

const foldedKernelOperation: Operation<object> = {
  name: "foldedKernel",
  write(graph, [kernel, gamma, variance]) {
    const precision = writePrecision(graph, variance.name);
    const scale = graph.node("Mul", [gamma.name, precision]);
    return {
      output: graph.node("Mul", [kernel.name, scale]),
      gradient(dy) {
        const products = graph.node("Mul", [dy, kernel.name]);
        const sums = graph.node("Sum", [products, graph.ints([0, 1, 2])], {
          ...FLOAT,
          Tidx: attr.type("int32"),
        });
        return [graph.node("Mul", [dy, scale]), graph.node("Mul", [sums, precision]), undefined];
      },
    };
  },
  compose: ([kernel, gamma, variance]) => kernel.mul(gamma.mul(composePrecision(variance))),
};

const foldedBiasOperation: Operation<object> = {
  name: "foldedBias",
  write(graph, [gamma, beta, mean, variance]) {
    const offset = graph.node("Mul", [mean.name, writePrecision(graph, variance.name)]);
    return {
      output: graph.node("Sub", [beta.name, graph.node("Mul", [gamma.name, offset])]),
      gradient: (dy) => [
        graph.node("Neg", [graph.node("Mul", [dy, offset])]),
        dy,
        undefined,
        undefined,
      ],
    };
  },
  compose: ([gamma, beta, mean, variance]) =>
    beta.sub(gamma.mul(mean.mul(composePrecision(variance)))),
};

/** 1 / deviation */
function writePrecision(graph: GraphWriter, variance: string): string {
  return graph.node("Rsqrt", [graph.node("AddV2", [variance, graph.scalar(NORM_EPSILON)])]);
}

function composePrecision(variance: TF.Tensor): TF.Tensor {
  return variance.add(NORM_EPSILON).rsqrt();
}
