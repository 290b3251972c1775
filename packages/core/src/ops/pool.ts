/**
 * Neighbouring pixels of pictures `[batch, height, width, channels]` made one.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface PoolOptions {
  /** Side of the squares, pixels. */
  readonly size: number;
  /** Pixels between the squares. Default: `size`. */
  readonly stride?: number;
  /** `valid` (default): squares within the picture only; `same`: also those that reach beyond it. */
  readonly pad?: "same" | "valid";
}

/** The largest of each square. */
export function maxPool(x: Value, options: PoolOptions): Value {
  return x.context.apply(maxPoolOperation, [x], options);
}

/** The mean of each square. */
export function averagePool(x: Value, options: PoolOptions): Value {
  return x.context.apply(averagePoolOperation, [x], options);
}

/** `[batch, channels]`: the mean over all pixels. */
export function meanOfPixels(x: Value): Value {
  return x.context.apply(meanOfPixelsOperation, [x], {});
}

const maxPoolOperation: Operation<PoolOptions> = {
  name: "maxPool",
  write(graph, [x], options) {
    const attributes = { ...poolAttributes(options), explicit_paddings: attr.ints([]) };
    const output = graph.node("MaxPool", [x.name], attributes);
    return {
      output,
      gradient: (dy) => [graph.node("MaxPoolGrad", [x.name, output, dy], attributes)],
    };
  },
  compose: ([x], { size, stride = size, pad = "valid" }) =>
    tf.maxPool(x as TF.Tensor4D, size, stride, pad),
};

const averagePoolOperation: Operation<PoolOptions> = {
  name: "averagePool",
  write(graph, [x], options) {
    const attributes = poolAttributes(options);
    return {
      output: graph.node("AvgPool", [x.name], attributes),
      gradient: (dy) => [graph.node("AvgPoolGrad", [graph.shapeOf(x.name), dy], attributes)],
    };
  },
  compose: ([x], { size, stride = size, pad = "valid" }) =>
    tf.avgPool(x as TF.Tensor4D, size, stride, pad),
};

const AXES = { ...FLOAT, Tidx: attr.type("int32") };
const INSERT = { ...FLOAT, Tdim: attr.type("int32") };
const TO_FLOAT = { SrcT: attr.type("int32"), DstT: attr.type("float32") };

const meanOfPixelsOperation: Operation<object> = {
  name: "meanOfPixels",
  write(graph, [x]) {
    const output = graph.node("Mean", [x.name, graph.ints([1, 2])], AXES);
    return {
      output,
      gradient(dy) {
        const size = (node: string) => {
          const numbers = graph.node("Size", [node], { ...FLOAT, out_type: attr.type("int32") });
          return graph.node("Cast", [numbers], TO_FLOAT);
        };
        const share = graph.node("Div", [size(output), size(x.name)]);
        const axis = graph.scalar(1, "int32");
        const shared = graph.node("Mul", [dy, share]);
        const column = graph.node("ExpandDims", [shared, axis], INSERT);
        const pixel = graph.node("ExpandDims", [column, axis], INSERT);
        return [graph.node("BroadcastTo", [pixel, graph.shapeOf(x.name)], AXES)];
      },
    };
  },
  compose: ([x]) => tf.mean(x, [1, 2]),
};

function poolAttributes({ size, stride = size, pad = "valid" }: PoolOptions) {
  return {
    ...FLOAT,
    ksize: attr.ints([1, size, size, 1]),
    strides: attr.ints([1, stride, stride, 1]),
    padding: attr.string(pad.toUpperCase()),
    data_format: attr.string("NHWC"),
  };
}
