/**
 * LSTM over whole sequences (Hochreiter & Schmidhuber 1997; gates in BlockLSTMV2's order i, f, c, o).
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { int64Scalar } from "./int64-scalar.js";
import { attribute, isNative, runNative } from "./native.js";

/**
 * Runs an LSTM from zero state. Differentiable in `x`, `kernel` and `bias`.
 *
 * Steps after a sequence's end see padding but come after every real step, so they change nothing
 * before them; whoever reads the output leaves them out.
 *
 * @param x - [time, batch, inputs]
 * @param kernel - [inputs + units, 4 * units], rows of the input first
 * @param bias - [4 * units]; the forget gate's bias is taken as it is
 * @returns hidden states, [time, batch, units]
 */
export function lstm(x: TF.Tensor3D, kernel: TF.Tensor2D, bias: TF.Tensor1D): TF.Tensor3D {
  return isNative() ? nativeLstm(x, kernel, bias) : composedLstm(x, kernel, bias);
}

/** The same step by step from tfjs's own operations: the fallback, and the reference of the test. */
export function composedLstm(x: TF.Tensor3D, kernel: TF.Tensor2D, bias: TF.Tensor1D): TF.Tensor3D {
  const [time, batch, inputs] = x.shape;
  const units = bias.shape[0] / 4;
  const projected = x
    .reshape([time * batch, inputs])
    .matMul(kernel.slice([0, 0], [inputs, 4 * units]))
    .add(bias)
    .reshape([time, batch, 4 * units]);
  const recurrent = kernel.slice([inputs, 0], [units, 4 * units]);
  let hidden = tf.zeros([batch, units]) as TF.Tensor2D;
  let cell = tf.zeros([batch, units]) as TF.Tensor2D;
  const states: TF.Tensor2D[] = [];
  for (let step = 0; step < time; step++) {
    const gates = projected
      .slice([step, 0, 0], [1, batch, 4 * units])
      .reshape([batch, 4 * units])
      .add(hidden.matMul(recurrent));
    const [i, f, c, o] = tf.split(gates, 4, 1) as TF.Tensor2D[];
    cell = cell.mul(tf.sigmoid(f)).add(tf.sigmoid(i).mul(tf.tanh(c)));
    hidden = tf.sigmoid(o).mul(tf.tanh(cell));
    states.push(hidden);
  }
  return tf.stack(states) as TF.Tensor3D;
}

function nativeLstm(x: TF.Tensor3D, kernel: TF.Tensor2D, bias: TF.Tensor1D): TF.Tensor3D {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x, kernel, bias, save] = args as [
      TF.Tensor3D,
      TF.Tensor2D,
      TF.Tensor1D,
      TF.GradSaveFunc,
    ];
    const [time, batch] = x.shape;
    const units = bias.shape[0] / 4;
    const state = tf.zeros([batch, units]);
    const peephole = tf.zeros([units]);
    const inputs = [x, state, state, kernel, peephole, peephole, peephole, bias];
    const length = int64Scalar(time);
    const outputs = runNative(
      "BlockLSTMV2",
      [attribute.float("cell_clip", 0), ...lstmAttributes()],
      [length, ...inputs],
      7,
    );
    const hidden = outputs[6];
    save([...inputs, ...outputs]);
    const gradFunc = (dy: TF.Tensor, saved: TF.Tensor[]) => {
      const inputs = [length, ...saved, tf.zerosLike(saved[9]), dy];
      const gradients = runNative("BlockLSTMGradV2", lstmAttributes(), inputs, 8);
      return [gradients[0], gradients[3], gradients[7]];
    };
    return { value: hidden, gradFunc };
  });
  return operation(x, kernel, bias) as TF.Tensor3D;
}

function lstmAttributes() {
  return [attribute.bool("use_peephole", false), attribute.type("T", "float32")];
}
