/**
 * Network operations as nodes of a TensorFlow graph. Run as a whole, TensorFlow joins each
 * convolution with its bias and activation, which it doesn't when operations come one by one.
 *
 * Field numbers: tensorflow/core/framework/{node_def,attr_value,tensor,tensor_shape}.proto and
 * tensorflow/core/protobuf/{meta_graph,saved_model}.proto.
 *
 * @module
 */
import type { Weight } from "../weights.js";
import {
  type Activation,
  type ConvOptions,
  type InputScale,
  LEAK,
  type NetworkOps,
} from "./ops.js";
import { bytesField, floatField, intField, messageField, type Pieces } from "./protobuf.js";

const FLOAT = 1;
const INT32 = 3;
const UINT8 = 4;
const INPUT = "input";
const OUTPUT = "output";
/** Version of the graph format: what TensorFlow 2.9 writes; later ones read it. */
const PRODUCER = 1087;

/** The name of a node. */
type Node = string;

/** Collects the nodes of a graph. */
export class GraphBuilder implements NetworkOps<Node> {
  readonly #nodes: Pieces[] = [];

  /** The graph's input, `[count, height, width, 3]` bytes, made floats. */
  input({ mean, deviation }: InputScale): Node {
    const shape = attr.shape([-1, -1, -1, 3]);
    this.#write(INPUT, "Placeholder", [], { dtype: attr.type(UINT8), shape });
    const types = { SrcT: attr.type(UINT8), DstT: attr.type(FLOAT) };
    const levels = this.#node("Cast", [INPUT], types);
    const centered = this.#node("Sub", [levels, this.#floats([3], Float32Array.from(mean))], T);
    return this.#node("Mul", [centered, this.#floats([], Float32Array.of(1 / deviation))], T);
  }

  conv(x: Node, { filter, bias }: { filter: Weight; bias: Weight }, options: ConvOptions = {}) {
    return this.#convolve("Conv2D", x, filter, bias, options);
  }

  depthwise(
    x: Node,
    { filter, bias }: { filter: Weight; bias: Weight },
    options: ConvOptions = {},
  ) {
    return this.#convolve("DepthwiseConv2dNative", x, filter, bias, options);
  }

  add(a: Node, b: Node): Node {
    return this.#node("AddV2", [a, b], T);
  }

  relu(x: Node): Node {
    return this.#node("Relu", [x], T);
  }

  maxPool(x: Node, stride: 1 | 2): Node {
    return this.#node("MaxPool", [x], {
      ...T,
      ksize: attr.ints([1, 2, 2, 1]),
      strides: attr.ints([1, stride, stride, 1]),
      padding: attr.string("SAME"),
      data_format: attr.string("NHWC"),
    });
  }

  mean(x: Node): Node {
    return this.#node("Mean", [x, this.#ints([1, 2])], { ...T, Tidx: attr.type(INT32) });
  }

  dense(x: Node, { filter, bias }: { filter: Weight; bias: Weight }): Node {
    const product = this.#node("MatMul", [x, this.#weight(filter)], T);
    return this.#bias(product, bias);
  }

  rows(x: Node, columns: number): Node {
    const shape = this.#node("Shape", [x], { ...T, out_type: attr.type(INT32) });
    const [zero, one] = [this.#ints([0]), this.#ints([1])];
    const int = attr.type(INT32);
    const count = this.#node("StridedSlice", [shape, zero, one, one], { T: int, Index: int });
    const target = this.#node("ConcatV2", [count, this.#ints([-1, columns]), this.#int(0)], {
      N: attr.int(2),
      T: int,
      Tidx: int,
    });
    return this.#node("Reshape", [x, target], { ...T, Tshape: int });
  }

  concatRows(parts: readonly Node[]): Node {
    return this.#node("ConcatV2", [...parts, this.#int(1)], {
      ...T,
      N: attr.int(parts.length),
      Tidx: attr.type(INT32),
    });
  }

  /** The bytes of `saved_model.pb` for a graph that ends in `output`. */
  finish(output: Node): Pieces {
    this.#write(OUTPUT, "Identity", [output], T);
    const graph = [...this.#nodes.flat(), ...messageField(4, intField(1, PRODUCER))];
    const info = bytesField(4, SAVED_MODEL_TAG);
    const meta = [...messageField(1, info), ...messageField(2, graph)];
    return [...intField(1, 1), ...messageField(2, meta)];
  }

  #convolve(op: string, x: Node, filter: Weight, bias: Weight, options: ConvOptions): Node {
    const { stride = 1, activation = "linear", pad = "same" } = options;
    const product = this.#node(op, [x, this.#weight(filter)], {
      ...T,
      strides: attr.ints([1, stride, stride, 1]),
      padding: attr.string(pad.toUpperCase()),
      data_format: attr.string("NHWC"),
      dilations: attr.ints([1, 1, 1, 1]),
    });
    return this.#activate(this.#bias(product, bias), activation);
  }

  #bias(x: Node, bias: Weight): Node {
    const format = { data_format: attr.string("NHWC") };
    return this.#node("BiasAdd", [x, this.#weight(bias)], { ...T, ...format });
  }

  #activate(x: Node, activation: Activation): Node {
    if (activation === "linear") return x;
    if (activation === "relu") return this.relu(x);
    if (activation === "relu6") return this.#node("Relu6", [x], T);
    return this.#node("LeakyRelu", [x], { ...T, alpha: attr.float(LEAK) });
  }

  #weight({ shape, data }: Weight): Node {
    return this.#floats(shape, data);
  }

  #floats(shape: readonly number[], data: Float32Array): Node {
    return this.#constant(FLOAT, shape, data);
  }

  #ints(values: readonly number[]): Node {
    return this.#constant(INT32, [values.length], Int32Array.from(values));
  }

  #int(value: number): Node {
    return this.#constant(INT32, [], Int32Array.of(value));
  }

  #constant(type: number, shape: readonly number[], data: Float32Array | Int32Array): Node {
    const content = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const value = attr.tensor(type, shape, content);
    return this.#node("Const", [], { dtype: attr.type(type), value });
  }

  #node(op: string, inputs: readonly Node[], attributes: Record<string, Pieces>): Node {
    const name = `${op}_${this.#nodes.length}`;
    this.#write(name, op, inputs, attributes);
    return name;
  }

  #write(name: Node, op: string, inputs: readonly Node[], attributes: Record<string, Pieces>) {
    const node = [
      ...bytesField(1, name),
      ...bytesField(2, op),
      ...inputs.flatMap((input) => bytesField(3, input)),
      ...Object.entries(attributes).flatMap(([key, value]) =>
        messageField(5, [...bytesField(1, key), ...messageField(2, value)]),
      ),
    ];
    this.#nodes.push(messageField(1, node));
  }
}

/** The tag that the graph is saved and loaded under. */
export const SAVED_MODEL_TAG = "serve";
/** The names of the graph's input and output. */
export const GRAPH_ENDS = { input: `${INPUT}:0`, output: `${OUTPUT}:0`, inputType: UINT8 };

const attr = {
  type: (type: number) => intField(6, type),
  int: (value: number) => intField(3, value),
  ints: (values: readonly number[]) =>
    messageField(
      1,
      values.flatMap((value) => intField(3, value)),
    ),
  float: (value: number) => floatField(4, value),
  string: (value: string) => bytesField(2, value),
  shape: (sizes: readonly number[]) => messageField(7, shapeOf(sizes)),
  tensor: (type: number, sizes: readonly number[], content: Uint8Array) =>
    messageField(8, [
      ...intField(1, type),
      ...messageField(2, shapeOf(sizes)),
      ...bytesField(4, content),
    ]),
};

const T = { T: attr.type(FLOAT) };

function shapeOf(sizes: readonly number[]): Pieces {
  return sizes.flatMap((size) => messageField(2, intField(1, size)));
}
