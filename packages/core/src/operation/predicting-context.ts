/**
 * What all contexts that only predict have in common.
 *
 * @module
 */
import type { Parameter } from "../network/block.js";
import type { Context, Operation, Value } from "./operation.js";

/** Nothing learns, nothing is dropped, and normalisation uses its stored statistics. */
export abstract class PredictingContext implements Context {
  abstract parameter(parameter: Parameter): Value;

  isLearning(): boolean {
    return false;
  }

  usesBatchStatistics(): boolean {
    return false;
  }

  drops(): boolean {
    return false;
  }

  abstract apply<Options>(
    operation: Operation<Options>,
    inputs: readonly Value[],
    options: Options,
  ): Value;
}
