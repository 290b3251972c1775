/**
 * Runs a network's operations straight on tfjs: prediction where the native engine is not.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import type { Parameter } from "../network/block.js";
import type { Operation, Value } from "./operation.js";
import { PredictingContext } from "./predicting-context.js";

interface TensorValue extends Value {
  readonly tensor: TF.Tensor;
}

/** Predicts on tensors. Use within `tf.tidy`. */
export class TensorContext extends PredictingContext {
  constructor(private readonly parameters: ReadonlyMap<Parameter, TF.Tensor>) {
    super();
  }

  /** A tensor as a value, e.g. an input. */
  value(tensor: TF.Tensor): Value {
    return { context: this, tensor } as TensorValue;
  }

  /** The tensor of a value of this context. */
  tensorOf(value: Value): TF.Tensor {
    return (value as TensorValue).tensor;
  }

  parameter(parameter: Parameter): Value {
    return this.value(this.parameters.get(parameter) as TF.Tensor);
  }

  apply<Options>(operation: Operation<Options>, inputs: readonly Value[], options: Options): Value {
    const tensors = inputs.map((input) => this.tensorOf(input));
    return this.value(operation.compose(tensors, options));
  }
}

/** Brings parameters into the engine; the caller disposes of the tensors. */
export function parameterTensors(parameters: readonly Parameter[]): Map<Parameter, TF.Tensor> {
  return new Map(
    parameters.map((parameter) => [parameter, tf.tensor(parameter.values, [...parameter.shape])]),
  );
}
