/**
 * Layer normalisation (Ba et al. 2016): each position alone, over its last axis.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface LayerNormOptions {
  /** Added to the variance before its root. Default: 1e-5; BERT's is 1e-12. */
  readonly epsilon?: number;
}

/** Normalises `[..., width]` by mean and variance over `width`; gamma and beta `[width]`. */
export function layerNorm(
  x: Value,
  gamma: Value,
  beta: Value,
  options: LayerNormOptions = {},
): Value {
  return x.context.apply(layerNormOperation, [x, gamma, beta], options);
}

const DEFAULT_EPSILON = 1e-5;
const NHWC = { ...FLOAT, data_format: attr.string("NHWC") };
const KEEP_AXIS = { ...FLOAT, Tidx: attr.type("int32"), keep_dims: attr.bool(true) };

const layerNormOperation: Operation<LayerNormOptions> = {
  name: "layerNorm",
  write(graph, [x, gamma, beta], { epsilon = DEFAULT_EPSILON }) {
    const axis = graph.ints([-1]);
    const mean = (value: string) => graph.node("Mean", [value, axis], KEEP_AXIS);
    const mul = (a: string, b: string) => graph.node("Mul", [a, b]);
    const sub = (a: string, b: string) => graph.node("Sub", [a, b]);
    const centred = sub(x.name, mean(x.name));
    const variance = mean(graph.node("Square", [centred]));
    const precision = graph.node("Rsqrt", [graph.node("AddV2", [variance, graph.scalar(epsilon)])]);
    const normal = mul(centred, precision);
    return {
      output: graph.node("AddV2", [mul(normal, gamma.name), beta.name]),
      gradient(dy) {
        const inner = mul(dy, gamma.name);
        const along = mul(normal, mean(mul(inner, normal)));
        return [
          mul(precision, sub(sub(inner, mean(inner)), along)),
          graph.node("BiasAddGrad", [mul(dy, normal)], NHWC),
          graph.node("BiasAddGrad", [dy], NHWC),
        ];
      },
    };
  },
  compose([x, gamma, beta], { epsilon = DEFAULT_EPSILON }) {
    const { mean, variance } = tf.moments(x, -1, true);
    return x.sub(mean).mul(variance.add(epsilon).rsqrt()).mul(gamma).add(beta);
  },
};
