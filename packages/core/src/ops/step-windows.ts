/**
 * Each step of a sequence with two others: what a convolution of width three over time reads.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface StepWindowOptions {
  /** How far the other two steps are: 1 for the neighbours. */
  readonly dilation: number;
  readonly width: number;
}

/**
 * `[time, batch, width]` to `[time, batch, 3 * width]`: the step `dilation` before, the step itself,
 * the step `dilation` behind; 0 beyond either end of the batch. TensorFlow's own convolutions have no
 * gradient with dilations on a CPU.
 */
export function stepWindows(x: Value, options: StepWindowOptions): Value {
  return x.context.apply(stepWindowsOperation, [x], options);
}

const PAD = { ...FLOAT, Tpaddings: attr.type("int32") };

const stepWindowsOperation: Operation<StepWindowOptions> = {
  name: "stepWindows",
  write(graph, [x], { dilation, width }) {
    const { concat, slice } = arithmetic(graph, "float32");
    const shape = graph.shapeOf(x.name);
    const padded = (value: string, before: number, behind: number) => {
      const amounts = Int32Array.of(before, behind, 0, 0, 0, 0);
      return graph.node("Pad", [value, graph.constant("int32", [3, 2], amounts)], PAD);
    };
    const from = (value: string, step: number) => slice(value, graph.ints([step, 0, 0]), shape);
    const wide = padded(x.name, dilation, dilation);
    return {
      output: concat([from(wide, 0), x.name, from(wide, 2 * dilation)], 2),
      gradient(dy) {
        const part = (index: number) => slice(dy, graph.ints([0, 0, index * width]), shape);
        const before = from(padded(part(0), 0, dilation), dilation);
        const behind = from(padded(part(2), dilation, 0), 0);
        return [graph.node("AddN", [before, part(1), behind], { ...FLOAT, N: attr.int(3) })];
      },
    };
  },
  compose([x], { dilation }) {
    const [time, batch, width] = x.shape;
    const wide = tf.pad(x, [
      [dilation, dilation],
      [0, 0],
      [0, 0],
    ]) as TF.Tensor3D;
    const from = (step: number) => tf.slice(wide, [step, 0, 0], [time, batch as number, width]);
    return tf.concat([from(0), x, from(2 * dilation)], 2);
  },
};
