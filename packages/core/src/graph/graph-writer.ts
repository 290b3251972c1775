/**
 * Writes a TensorFlow graph, node by node.
 *
 * @module
 */
import { type Attributes, attr, type Dtype, FLOAT } from "./attribute.js";
import type { InputSpec } from "./host-array.js";

/** A node as it is written: inputs are names of nodes, `name:i` for an output after the first. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** What may be said of a node beside operation, inputs and attributes. */
export interface NodeOptions {
  /** Its name; made from the operation's when left out. */
  readonly name?: string;
  /** Nodes that have to be done before it. */
  readonly after?: readonly string[];
}

/** The i-th output of a node. */
export function outputOf(node: string, index: number): string {
  return index === 0 ? node : `${node}:${index}`;
}

/** Collects the nodes of a graph. */
export class GraphWriter {
  private readonly taken = new Set<string>();

  constructor(readonly nodes: GraphNode[] = []) {}

  /** Adds a node and gives its name, which also stands for its first output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Attributes = FLOAT,
    { name = `${op}_${this.nodes.length}`, after = [] }: NodeOptions = {},
  ): string {
    if (this.taken.has(name)) throw new Error(`The graph already has a node '${name}'`);
    this.taken.add(name);
    const controls = after.map((other) => `^${other.replace(/:\d+$/, "")}`);
    this.nodes.push({ name, op, inputs: [...inputs, ...controls], attributes });
    return name;
  }

  /** Where a run puts an array in. */
  placeholder({ dtype, shape }: InputSpec): string {
    return this.node("Placeholder", [], { dtype: attr.type(dtype), shape: attr.shape(shape) });
  }

  /** A constant array of float32. */
  floats(shape: readonly number[], data: Float32Array | readonly number[]): string {
    return this.constant("float32", shape, Float32Array.from(data));
  }

  /** A constant vector of int32. */
  ints(values: readonly number[]): string {
    return this.constant("int32", [values.length], Int32Array.from(values));
  }

  /** A constant scalar. */
  scalar(value: number, dtype: "float32" | "int32" = "float32"): string {
    const data = dtype === "float32" ? Float32Array.of(value) : Int32Array.of(value);
    return this.constant(dtype, [], data);
  }

  /** The shape of `x`, a vector of int32. */
  shapeOf(x: string, dtype: Dtype = "float32"): string {
    return this.node("Shape", [x], { T: attr.type(dtype), out_type: attr.type("int32") });
  }

  /** How long `x` is along an axis, a scalar of int32. */
  sizeOf(x: string, axis: number, dtype: Dtype = "float32"): string {
    const limits = [axis, axis + 1, 1].map((at) => this.ints([at]));
    return this.node("StridedSlice", [this.shapeOf(x, dtype), ...limits], {
      T: attr.type("int32"),
      Index: attr.type("int32"),
      shrink_axis_mask: attr.int(1),
    });
  }

  /** 0, 1, ... up to `end`, an int32 scalar, which is left out. */
  rangeTo(end: string): string {
    return this.node("Range", [this.scalar(0, "int32"), end, this.scalar(1, "int32")], {
      Tidx: attr.type("int32"),
    });
  }

  /** `x` in another shape, given by a vector of int32. */
  reshape(x: string, shape: string, dtype: Dtype = "float32"): string {
    return this.node("Reshape", [x, shape], { T: attr.type(dtype), Tshape: attr.type("int32") });
  }

  /** A constant array. */
  constant(dtype: Dtype, shape: readonly number[], data: ArrayBufferView): string {
    return this.node("Const", [], {
      dtype: attr.type(dtype),
      value: attr.tensor(dtype, shape, data),
    });
  }
}
