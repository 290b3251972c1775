/**
 * Writes a network into a graph, remembering how to go back through it.
 *
 * @module
 */
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Block, Parameter } from "../network/block.js";
import type {
  Context,
  Gradient,
  Node,
  Operation,
  OperationWriter,
  Value,
  Written,
} from "./operation.js";

/** How the context sees the parameters and the mode of a network. */
export interface GraphMode {
  /** The parameter's node. */
  parameter(parameter: Parameter): Node;
  isLearning(block: Block): boolean;
  usesBatchStatistics(block: Block): boolean;
  drops(block: Block): boolean;
  /** Placeholder of the step's seed, an int32 scalar; needed where something drops. */
  readonly seed?: string;
}

/** A value that is a node of a graph. */
interface GraphValue extends Value {
  readonly node: Node;
  /** True when a learning parameter takes part in it. */
  readonly learning: boolean;
}

interface TapeEntry {
  readonly inputs: readonly GraphValue[];
  readonly output: string;
  readonly gradient: NonNullable<Written["gradient"]>;
}

/** A statistic that follows what is observed, written by the caller after the step. */
export interface Following {
  readonly statistic: Node;
  readonly observed: string;
  readonly share: number;
}

/** One pass of a network through a graph: forward as operations are applied, then back. */
export class GraphContext implements Context {
  /** What batch normalisation wants moved after the step. */
  readonly followings: Following[] = [];
  private readonly tape: TapeEntry[] = [];
  private readonly parameters = new Map<Parameter, GraphValue>();
  private readonly writer: OperationWriter;
  private seeds = 0;

  constructor(
    private readonly graph: GraphWriter,
    private readonly mode: GraphMode,
    private readonly learns: (parameter: Parameter) => boolean = () => false,
  ) {
    this.writer = Object.assign(Object.create(graph) as GraphWriter, {
      seed: () => this.seed(),
      follow: (statistic: Node, observed: string, share: number) => {
        this.followings.push({ statistic, observed, share });
      },
    });
  }

  /** A node of the graph as a value, e.g. an input. */
  value(node: string): Value {
    return { context: this, node: { name: node }, learning: false } as GraphValue;
  }

  /** The node of a value of this context. */
  nodeOf(value: Value): string {
    return (value as GraphValue).node.name;
  }

  parameter(parameter: Parameter): Value {
    let value = this.parameters.get(parameter);
    if (!value) {
      const node = this.mode.parameter(parameter);
      value = { context: this, node, learning: this.learns(parameter) };
      this.parameters.set(parameter, value);
    }
    return value;
  }

  isLearning(block: Block): boolean {
    return this.mode.isLearning(block);
  }

  usesBatchStatistics(block: Block): boolean {
    return this.mode.usesBatchStatistics(block);
  }

  drops(block: Block): boolean {
    return this.mode.drops(block);
  }

  apply<Options>(operation: Operation<Options>, values: readonly Value[], options: Options): Value {
    const inputs = values as readonly GraphValue[];
    const { output, gradient } = operation.write(
      this.writer,
      inputs.map(({ node }) => node),
      options,
    );
    const learning = inputs.some((input) => input.learning);
    if (learning && gradient) this.tape.push({ inputs, output, gradient });
    return {
      context: this,
      node: { name: output },
      learning: learning && !!gradient,
    } as GraphValue;
  }

  /**
   * Writes the gradients of a scalar with respect to every learning parameter it depends on
   * (reverse-mode differentiation). Values through which no parameter learns are left out.
   */
  gradients(loss: Value): Map<Parameter, Gradient> {
    const found = new Map<string, Gradient[]>();
    found.set(this.nodeOf(loss), [this.graph.scalar(1)]);
    for (const { inputs, output, gradient } of this.tape.toReversed()) {
      const parts = found.get(output);
      if (!parts) continue;
      gradient(this.sum(parts) as string).forEach((part, i) => {
        if (part === undefined || !inputs[i].learning) return;
        const { name } = inputs[i].node;
        const known = found.get(name);
        if (known) known.push(part);
        else found.set(name, [part]);
      });
    }
    const gradients = new Map<Parameter, Gradient>();
    for (const [parameter, { node, learning }] of this.parameters) {
      const parts = learning && found.get(node.name);
      if (parts) gradients.set(parameter, this.sum(parts));
    }
    return gradients;
  }

  private sum(parts: readonly Gradient[]): Gradient {
    if (parts.length === 1) return parts[0];
    if (parts.every((part) => typeof part === "string")) {
      return this.graph.node("AddN", parts, {
        T: attr.type("float32"),
        N: attr.int(parts.length),
      });
    }
    if (parts.some((part) => typeof part === "string")) {
      throw new Error("A table was read by rows and as a whole in one network");
    }
    const sparse = parts as readonly Exclude<Gradient, string>[];
    const join = (nodes: readonly string[], dtype: "float32" | "int32") =>
      this.graph.node("ConcatV2", [...nodes, this.graph.scalar(0, "int32")], {
        N: attr.int(nodes.length),
        T: attr.type(dtype),
        Tidx: attr.type("int32"),
      });
    return {
      rows: join(
        sparse.map(({ rows }) => rows),
        "float32",
      ),
      ids: join(
        sparse.map(({ ids }) => ids),
        "int32",
      ),
    };
  }

  private seed(): string {
    if (!this.mode.seed) throw new Error("This pass has no seed: nothing in it may be random");
    return this.graph.node("Pack", [this.mode.seed, this.graph.scalar(this.seeds++, "int32")], {
      N: attr.int(2),
      T: attr.type("int32"),
      axis: attr.int(0),
    });
  }
}
