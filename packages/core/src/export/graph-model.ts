/**
 * A graph in the form that `tf.loadGraphModel` of TensorFlow.js loads: the graph as JSON, and the
 * constants beside it in one file (tfjs-converter's "graph-model").
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { fromFloat16, toFloat16 } from "../artifact/float16.js";
import type { Attribute, Dtype } from "../graph/attribute.js";
import type { GraphNode } from "../graph/graph-writer.js";
import type { InputSpecs } from "../graph/host-array.js";

/** What a graph takes and gives. */
export interface GraphSignature {
  /** By the names of their placeholders. */
  readonly inputs: InputSpecs;
  /** Names of nodes, all of float32. */
  readonly outputs: readonly string[];
}

/** Names of TensorFlow's types in JSON. */
const TYPE_NAMES: Readonly<Record<Dtype, string>> = {
  float32: "DT_FLOAT",
  float64: "DT_DOUBLE",
  int32: "DT_INT32",
  uint8: "DT_UINT8",
  int64: "DT_INT64",
  bool: "DT_BOOL",
  bfloat16: "DT_BFLOAT16",
  resource: "DT_RESOURCE",
};

/**
 * The graph and its constants. Constants of float32 are stored in half precision where that loses
 * nothing, as it doesn't for weights that were stored so before.
 */
export function graphModel(
  nodes: readonly GraphNode[],
  { inputs, outputs }: GraphSignature,
): TF.io.ModelArtifacts {
  const weights = nodes.filter(({ op }) => op === "Const").map(weightOf);
  return {
    format: "graph-model",
    generatedBy: "mltl",
    convertedBy: null,
    modelTopology: {
      node: nodes.map(nodeJson),
      library: {},
      versions: { producer: 1087 },
    },
    signature: {
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, { dtype, shape }]) => [
          name,
          { name: `${name}:0`, dtype: TYPE_NAMES[stockType(dtype)], tensorShape: shapeJson(shape) },
        ]),
      ),
      outputs: Object.fromEntries(
        outputs.map((name) => [name, { name: `${name}:0`, dtype: TYPE_NAMES.float32 }]),
      ),
    },
    weightSpecs: weights.map(({ spec }) => spec),
    weightData: joined(weights.map(({ bytes }) => bytes)),
  };
}

/** TensorFlow.js knows no bytes: they come in as int32. */
function stockType(dtype: Dtype): Dtype {
  return dtype === "uint8" ? "int32" : dtype;
}

function nodeJson({ name, op, inputs, attributes }: GraphNode) {
  const attr = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)]),
  );
  return { name, op, input: inputs, attr };
}

function attributeJson(attribute: Attribute) {
  switch (attribute.kind) {
    case "type":
      return { type: TYPE_NAMES[stockType(attribute.value)] };
    case "int":
      return { i: `${attribute.value}` };
    case "float":
      return { f: attribute.value };
    case "bool":
      return { b: attribute.value };
    case "string":
      return { s: Buffer.from(attribute.value).toString("base64") };
    case "ints":
      return { list: { i: attribute.value.map(String) } };
    case "types":
      return { list: { type: attribute.value.map((dtype) => TYPE_NAMES[dtype]) } };
    case "shape":
      return { shape: shapeJson(attribute.value) };
    case "tensor":
      return {
        tensor: { dtype: TYPE_NAMES[attribute.dtype], tensorShape: shapeJson(attribute.shape) },
      };
  }
}

function shapeJson(shape: readonly number[]) {
  return { dim: shape.map((size) => ({ size: `${size}` })) };
}

function weightOf({ name, attributes }: GraphNode) {
  const { value } = attributes;
  if (value?.kind !== "tensor") throw new Error(`Expected a constant in '${name}'`);
  const shape = [...value.shape];
  const { dtype, content } = value;
  if (dtype !== "float32" && dtype !== "int32") {
    throw new Error(`Expected float32 or int32 in the constant '${name}', received ${dtype}`);
  }
  const half = dtype === "float32" ? losslessHalf(content) : undefined;
  const spec: TF.io.WeightsManifestEntry = half
    ? { name, shape, dtype, quantization: { dtype: "float16", original_dtype: "float32" } as never }
    : { name, shape, dtype };
  return { spec, bytes: half ?? content };
}

/** The numbers in half precision, unless that would change one of them. */
function losslessHalf(content: Uint8Array): Uint8Array | undefined {
  const numbers = new Float32Array(content.slice().buffer);
  const halves = toFloat16(numbers);
  const back = fromFloat16(halves);
  if (!numbers.every((number, i) => number === back[i])) return undefined;
  return new Uint8Array(halves.buffer);
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes.buffer;
}
