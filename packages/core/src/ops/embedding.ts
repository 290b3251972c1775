/**
 * Rows of a table by index.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Node, Operation, Value } from "../operation/operation.js";

/**
 * Rows of a parameter `[rows, width]` by int32 `ids` of any shape: `[...ids, width]`. Only the rows
 * that were read get a gradient and an update, whatever the size of the table.
 *
 * @param width - numbers in a row
 */
export function embedding(table: Value, ids: Value, width: number): Value {
  return table.context.apply(embeddingOperation, [table, ids], { width });
}

/** Rows of a computed `[rows, width]` by int32 `ids` of any shape; rows read twice add up. */
export function gatherRows(x: Value, ids: Value, width: number): Value {
  return x.context.apply(gatherRowsOperation, [x, ids], { width });
}

const INT = attr.type("int32");

function writeGather(graph: GraphWriter, rows: Node, ids: Node): string {
  return graph.node("GatherV2", [rows.name, ids.name, graph.scalar(0, "int32")], {
    Tparams: attr.type("float32"),
    Tindices: INT,
    Taxis: INT,
    batch_dims: attr.int(0),
  });
}

export const embeddingOperation: Operation<{ width: number }> = {
  name: "embedding",
  write(graph, [table, ids], { width }) {
    if (!table.variable) throw new Error("Expected a parameter as the table of an embedding");
    const output = graph.node("ResourceGather", [table.variable.handle(), ids.name], {
      dtype: attr.type("float32"),
      Tindices: INT,
      batch_dims: attr.int(0),
      validate_indices: attr.bool(true),
    });
    return {
      output,
      gradient: (dy) => [
        {
          rows: graph.reshape(dy, graph.ints([-1, width])),
          ids: graph.reshape(ids.name, graph.ints([-1]), "int32"),
        },
        undefined,
      ],
    };
  },
  writeStock: (graph, [table, ids]) => writeGather(graph, table, ids),
  compose: ([table, ids]) => tf.gather(table as TF.Tensor2D, ids as TF.Tensor1D),
};

export const gatherRowsOperation: Operation<{ width: number }> = {
  name: "gatherRows",
  write: (graph, [x, ids], { width }) => ({
    output: writeGather(graph, x, ids),
    gradient(dy) {
      const rows = graph.node(
        "StridedSlice",
        [graph.shapeOf(x.name), graph.ints([0]), graph.ints([1]), graph.ints([1])],
        { T: INT, Index: INT, shrink_axis_mask: attr.int(1) },
      );
      const sum = graph.node(
        "UnsortedSegmentSum",
        [
          graph.reshape(dy, graph.ints([-1, width])),
          graph.reshape(ids.name, graph.ints([-1]), "int32"),
          rows,
        ],
        { T: attr.type("float32"), Tindices: INT, Tnumsegments: INT },
      );
      return [sum, undefined];
    },
  }),
  compose: ([x, ids]) => tf.gather(x as TF.Tensor2D, ids as TF.Tensor1D),
};
