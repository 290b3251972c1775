/**
 * Pictures in another size.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface ResizeOptions {
  readonly height: number;
  readonly width: number;
}

/** `[batch, ..., ..., channels]` to `height` x `width` pixels, each between four; corners stay corners. */
export function resizeBilinear(x: Value, options: ResizeOptions): Value {
  return x.context.apply(resizeBilinearOperation, [x], options);
}

const CORNERS = {
  ...FLOAT,
  align_corners: attr.bool(true),
  half_pixel_centers: attr.bool(false),
};

const resizeBilinearOperation: Operation<ResizeOptions> = {
  name: "resizeBilinear",
  write(graph, [x], { height, width }) {
    const size = graph.ints([height, width]);
    return {
      output: graph.node("ResizeBilinear", [x.name, size], CORNERS),
      gradient: (dy) => [graph.node("ResizeBilinearGrad", [dy, x.name], CORNERS)],
    };
  },
  compose: ([x], { height, width }) =>
    tf.image.resizeBilinear(x as TF.Tensor4D, [height, width], true),
};
