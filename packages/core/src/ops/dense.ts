/**
 * A fully connected layer.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/** `x . kernel + bias` for x `[rows, inputs]`, kernel `[inputs, outputs]`, bias `[outputs]`. */
export function dense(x: Value, kernel: Value, bias: Value): Value {
  return x.context.apply(denseOperation, [x, kernel, bias], {});
}

const NHWC = { ...FLOAT, data_format: attr.string("NHWC") };
const TRANSPOSE_A = { ...FLOAT, transpose_a: attr.bool(true) };
const TRANSPOSE_B = { ...FLOAT, transpose_b: attr.bool(true) };

export const denseOperation: Operation<object> = {
  name: "dense",
  write(graph, [x, kernel, bias]) {
    const product = graph.node("MatMul", [x.name, kernel.name]);
    return {
      output: graph.node("BiasAdd", [product, bias.name], NHWC),
      gradient: (dy) => [
        graph.node("MatMul", [dy, kernel.name], TRANSPOSE_B),
        graph.node("MatMul", [x.name, dy], TRANSPOSE_A),
        graph.node("BiasAddGrad", [dy], NHWC),
      ],
    };
  },
  compose: ([x, kernel, bias]) =>
    (x as TF.Tensor2D).matMul(kernel as TF.Tensor2D).add(bias) as TF.Tensor,
};
