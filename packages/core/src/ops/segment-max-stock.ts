/**
 * The largest of each stretch of rows, from plain operations.
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";

const INT = attr.type("int32");

/**
 * What `segmentMax` computes, without an operation of its own: rows are spread into
 * `[segments, longest, width]`, lifted above the zeros in the places that stay empty.
 */
export function writeStockSegmentMax(graph: GraphWriter, x: string, segments: string): string {
  const float = arithmetic(graph, "float32");
  const int = arithmetic(graph, "int32");
  const [rows, width] = [0, 1].map((axis) => graph.sizeOf(x, axis));
  const count = int.add(int.max(segments, [0]), int.constant(1));
  const scatter = (indices: string, values: string, shape: string, dtype: "float32" | "int32") =>
    graph.node("ScatterNd", [indices, values, shape], { T: attr.type(dtype), Tindices: INT });
  // Ones that meet in one place add up.
  const sizes = scatter(
    int.reshape(segments, graph.ints([-1, 1])),
    int.fill(int.pack([rows]), int.constant(1)),
    int.pack([count]),
    "int32",
  );
  const starts = graph.node("Cumsum", [sizes, int.constant(0)], {
    T: INT,
    Tidx: INT,
    exclusive: attr.bool(true),
    reverse: attr.bool(false),
  });
  const ofRows = graph.node("GatherV2", [starts, segments, int.constant(0)], {
    Tparams: INT,
    Tindices: INT,
    Taxis: INT,
    batch_dims: attr.int(0),
  });
  const places = int.sub(graph.rangeTo(rows), ofRows);
  const indices = graph.node("Pack", [segments, places], {
    T: INT,
    N: attr.int(2),
    axis: attr.int(1),
  });
  const least = float.min(x, [0, 1]);
  const shape = int.pack([count, int.max(sizes, [0]), width]);
  const spread = scatter(indices, float.sub(x, least), shape, "float32");
  return float.add(float.max(spread, [1]), least);
}
