/**
 * The largest of each stretch of rows.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";
import { writeStockSegmentMax } from "./segment-max-stock.js";

/**
 * Column by column, the largest number of each segment of `x` `[rows, width]`:
 * `[segments, width]`. The gradient goes to the rows that hold it; where rows tie they share it
 * equally.
 *
 * @param segments - int32 `[rows]`, the segment of each row: 0, 1, ... in ascending order, none
 *   left out
 */
export function segmentMax(x: Value, segments: Value): Value {
  return x.context.apply(segmentMaxOperation, [x, segments], {});
}

const INT = attr.type("int32");
const BY_SEGMENT = { ...FLOAT, Tindices: INT };

export const segmentMaxOperation: Operation<object> = {
  name: "segmentMax",
  write(graph, [x, segments]) {
    const output = graph.node("SegmentMax", [x.name, segments.name], BY_SEGMENT);
    const toRows = (value: string) =>
      graph.node("GatherV2", [value, segments.name, graph.scalar(0, "int32")], {
        Tparams: attr.type("float32"),
        Tindices: INT,
        Taxis: INT,
        batch_dims: attr.int(0),
      });
    return {
      output,
      gradient(dy) {
        const holds = graph.node("Cast", [graph.node("Equal", [x.name, toRows(output)])], {
          SrcT: attr.type("bool"),
          DstT: attr.type("float32"),
        });
        const holders = graph.node("SegmentSum", [holds, segments.name], BY_SEGMENT);
        const share = toRows(graph.node("RealDiv", [dy, holders]));
        return [graph.node("Mul", [holds, share]), undefined];
      },
    };
  },
  writeStock: (graph, [x, segments]) => writeStockSegmentMax(graph, x.name, segments.name),
  compose([x, segments]) {
    const rows = [...segments.dataSync()];
    const starts = rows.flatMap((segment, row) => (segment === rows[row - 1] ? [] : [row]));
    const ends = [...starts.slice(1), rows.length];
    const longest = Math.max(...starts.map((start, i) => ends[i] - start));
    const smallest = tf.fill([1, x.shape[1] as number], LEAST);
    const padded = tf.concat([x as TF.Tensor2D, smallest as TF.Tensor2D]);
    const places = starts.flatMap((start, i) =>
      Array.from({ length: longest }, (_, j) => (start + j < ends[i] ? start + j : rows.length)),
    );
    const indices = tf.tensor2d(places, [starts.length, longest], "int32");
    return tf.max(tf.gather(padded, indices), 1);
  },
};

/** Smaller than any number that is compared. */
const LEAST = -3e38;
