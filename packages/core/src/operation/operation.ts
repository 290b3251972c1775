/**
 * The contract of an operation: how it is written into a graph with its gradient, and the same
 * composed from tfjs's own operations.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Block, Parameter } from "../network/block.js";

/** Something computed while a network is run or written down. Made and used by operations only. */
export interface Value {
  readonly context: Context;
}

/** Where a network's operations go: into a graph, or straight to tfjs. */
export interface Context {
  /** The present value of a parameter. */
  parameter(parameter: Parameter): Value;
  /** True where the block's parameters are trained in this stage. */
  isLearning(block: Block): boolean;
  /** True where the block's normalisation uses, and its statistics follow, the batch. */
  usesBatchStatistics(block: Block): boolean;
  /** True where the block's dropout drops. */
  drops(block: Block): boolean;
  apply<Options>(operation: Operation<Options>, inputs: readonly Value[], options: Options): Value;
}

/**
 * One operation. Networks call the function that wraps it; `write` and `compose` must agree.
 *
 * @typeParam Options - what is fixed when the network is built
 */
export interface Operation<Options> {
  readonly name: string;
  /** Writes the operation into a graph. */
  write(graph: OperationWriter, inputs: readonly Node[], options: Options): Written;
  /**
   * The same forward pass from nodes that TensorFlow.js reads in a browser, for export; left out
   * where those of `write` are.
   *
   * @returns the output
   */
  writeStock?(graph: GraphWriter, inputs: readonly Node[], options: Options): string;
  /**
   * The same from tfjs's own operations: what runs where the native engine doesn't, and the
   * reference of the tests. Differentiable by tfjs.
   */
  compose(inputs: readonly TF.Tensor[], options: Options): TF.Tensor;
}

/** A value in a graph. */
export interface Node {
  /** Name of the graph's node and output. */
  readonly name: string;
  /** Of a parameter: the variable, for operations that read rows of it or write to it. */
  readonly variable?: { handle(): string; readonly parameter: Parameter };
}

/** What `write` gives. */
export interface Written {
  /** Name of the output. */
  readonly output: string;
  /**
   * Writes the gradient: one entry for each input, undefined where the output doesn't depend
   * smoothly on it. What nobody needs is never run, so it may be written without asking.
   *
   * @param dy - gradient of the loss with respect to the output
   */
  gradient?(dy: string): readonly (Gradient | undefined)[];
}

/** A gradient: a node of the value's shape, or, of a table, only the rows that were read. */
export type Gradient = string | { readonly rows: string; readonly ids: string };

/** The graph as operations see it. */
export interface OperationWriter extends GraphWriter {
  /** A fresh seed, int32 `[2]`, for the stateless random operations: another one at every step. */
  seed(): string;
  /** Moves a statistic by `share` of the way towards `observed` once the step is taken. */
  follow(statistic: Node, observed: string, share: number): void;
}
