/**
 * A graph in the form that TensorFlow loads.
 *
 * Field numbers: tensorflow/core/framework/{node_def,attr_value,tensor,tensor_shape}.proto and
 * tensorflow/core/protobuf/{meta_graph,saved_model}.proto.
 *
 * @module
 */
import { type Attribute, DTYPES } from "./attribute.js";
import type { GraphNode } from "./graph-writer.js";
import { bytesField, floatField, intField, messageField, type Pieces } from "./protobuf.js";

/** The tag that a graph is saved and loaded under. */
export const SAVED_MODEL_TAG = "serve";
/** Version of the graph format: what TensorFlow 2.9 writes; later ones read it. */
const PRODUCER = 1087;

/** The bytes of `saved_model.pb`. */
export function savedModel(nodes: readonly GraphNode[]): Pieces {
  const graph = [
    ...nodes.flatMap((node) => messageField(1, nodePieces(node))),
    ...messageField(4, intField(1, PRODUCER)),
  ];
  const meta = [...messageField(1, bytesField(4, SAVED_MODEL_TAG)), ...messageField(2, graph)];
  return [...intField(1, 1), ...messageField(2, meta)];
}

function nodePieces({ name, op, inputs, attributes }: GraphNode): Pieces {
  return [
    ...bytesField(1, name),
    ...bytesField(2, op),
    ...inputs.flatMap((input) => bytesField(3, input)),
    ...Object.entries(attributes).flatMap(([key, value]) =>
      messageField(5, [...bytesField(1, key), ...messageField(2, attributePieces(value))]),
    ),
  ];
}

function attributePieces(attribute: Attribute): Pieces {
  switch (attribute.kind) {
    case "type":
      return intField(6, DTYPES[attribute.value]);
    case "int":
      return intField(3, attribute.value);
    case "float":
      return floatField(4, attribute.value);
    case "bool":
      return intField(5, attribute.value ? 1 : 0);
    case "string":
      return bytesField(2, attribute.value);
    case "ints":
      return messageField(
        1,
        attribute.value.flatMap((value) => intField(3, value)),
      );
    case "types":
      return messageField(
        1,
        attribute.value.flatMap((value) => intField(6, DTYPES[value])),
      );
    case "shape":
      return messageField(7, shapePieces(attribute.value));
    case "tensor":
      return messageField(8, [
        ...intField(1, DTYPES[attribute.dtype]),
        ...messageField(2, shapePieces(attribute.shape)),
        ...bytesField(4, attribute.content),
      ]);
  }
}

function shapePieces(sizes: readonly number[]): Pieces {
  return sizes.flatMap((size) => messageField(2, intField(1, size)));
}
