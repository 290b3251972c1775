/**
 * Writes a network into a graph that TensorFlow.js reads.
 *
 * @module
 */
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Parameter } from "../network/block.js";
import type { Node, Operation, OperationWriter, Value } from "../operation/operation.js";
import { PredictingContext } from "../operation/predicting-context.js";

interface StockValue extends Value {
  readonly node: string;
}

/** Predicts; parameters are constants of their own names. */
export class StockContext extends PredictingContext {
  private readonly parameters = new Map<Parameter, string>();
  private readonly writer: OperationWriter;

  constructor(private readonly graph: GraphWriter) {
    super();
    const refuse = () => {
      throw new Error("A prediction is never random and moves no statistics");
    };
    this.writer = Object.assign(Object.create(graph) as GraphWriter, {
      seed: refuse,
      follow: refuse,
    });
  }

  /** A node of the graph as a value, e.g. an input. */
  value(node: string): Value {
    return { context: this, node } as StockValue;
  }

  /** The node of a value of this context. */
  nodeOf(value: Value): string {
    return (value as StockValue).node;
  }

  parameter(parameter: Parameter): Value {
    let node = this.parameters.get(parameter);
    if (!node) {
      const { name, shape, values } = parameter;
      const value = attr.tensor("float32", shape, values);
      node = this.graph.node("Const", [], { dtype: attr.type("float32"), value }, { name });
      this.parameters.set(parameter, node);
    }
    return this.value(node);
  }

  apply<Options>(operation: Operation<Options>, inputs: readonly Value[], options: Options): Value {
    const nodes = inputs.map((input): Node => ({ name: this.nodeOf(input) }));
    const output = operation.writeStock
      ? operation.writeStock(this.writer, nodes, options)
      : operation.write(this.writer, nodes, options).output;
    return this.value(output);
  }
}
