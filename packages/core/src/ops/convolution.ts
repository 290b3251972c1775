/**
 * Convolutions over pictures `[batch, height, width, channels]`.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";
import {
  type Activation,
  composeActivation,
  fusedActivation,
  writeActivation,
} from "./activation.js";

/** How a convolution is applied. */
export interface ConvolutionOptions {
  /** Pixels between the outputs, along both axes. Default: 1. */
  readonly stride?: number;
  /** `same` (default): zeros beyond the border; `valid`: none, so that the output is smaller. */
  readonly pad?: "same" | "valid";
  /** Default: `linear`. */
  readonly activation?: Activation;
}

/**
 * A convolution, its bias where there is one, and its activation.
 *
 * @param kernel - `[height, width, inputs, outputs]`
 * @param bias - `[outputs]`
 */
export function conv2d(
  x: Value,
  kernel: Value,
  bias?: Value,
  options: ConvolutionOptions = {},
): Value {
  return x.context.apply(conv2dOperation, bias ? [x, kernel, bias] : [x, kernel], options);
}

/**
 * The same for each channel alone.
 *
 * @param kernel - `[height, width, channels, 1]`
 * @param bias - `[channels]`
 */
export function depthwiseConv2d(
  x: Value,
  kernel: Value,
  bias?: Value,
  options: ConvolutionOptions = {},
): Value {
  const inputs = bias ? [x, kernel, bias] : [x, kernel];
  return x.context.apply(depthwiseConv2dOperation, inputs, options);
}

/** What tfjs's fused convolutions take, both of them. */
type FusedArguments = Parameters<typeof tf.fused.depthwiseConv2d>[0];

const NHWC = { ...FLOAT, data_format: attr.string("NHWC") };

const conv2dOperation = convolution("conv2d", "Conv2D", (fused) => tf.fused.conv2d(fused));

const depthwiseConv2dOperation = convolution("depthwiseConv2d", "DepthwiseConv2dNative", (fused) =>
  tf.fused.depthwiseConv2d(fused),
);

function convolution(
  name: string,
  op: string,
  compose: (fused: FusedArguments) => TF.Tensor,
): Operation<ConvolutionOptions> {
  return {
    name,
    write(graph, [x, kernel, bias], { stride = 1, pad = "same", activation = "linear" }) {
      const attributes = {
        ...NHWC,
        strides: attr.ints([1, stride, stride, 1]),
        padding: attr.string(pad.toUpperCase()),
        explicit_paddings: attr.ints([]),
        dilations: attr.ints([1, 1, 1, 1]),
      };
      const product = graph.node(op, [x.name, kernel.name], attributes);
      const biased = bias ? graph.node("BiasAdd", [product, bias.name], NHWC) : product;
      const activated = writeActivation(graph, biased, activation);
      return {
        output: activated.output,
        gradient(dy) {
          const inner = activated.gradient(dy);
          const toInput = [graph.shapeOf(x.name), kernel.name, inner];
          const toKernel = [x.name, graph.shapeOf(kernel.name), inner];
          return [
            graph.node(`${op}BackpropInput`, toInput, attributes),
            graph.node(`${op}BackpropFilter`, toKernel, attributes),
            ...(bias ? [graph.node("BiasAddGrad", [inner], NHWC)] : []),
          ];
        },
      };
    },
    compose([x, kernel, bias], { stride = 1, pad = "same", activation = "linear" }) {
      const y = compose({
        x: x as TF.Tensor4D,
        filter: kernel as TF.Tensor4D,
        bias,
        strides: stride,
        pad,
        ...fusedActivation(activation),
      });
      return activation === "swish" ? composeActivation(y, activation) : y;
    },
  };
}
