/**
 * Arithmetic on nodes of one type.
 *
 * @module
 */
import { attr, type Dtype } from "./attribute.js";
import type { GraphWriter } from "./graph-writer.js";

const INT = attr.type("int32");

/** Operations on nodes of `dtype`, written into `graph`. */
export function arithmetic(graph: GraphWriter, dtype: "float32" | "float64" | "int32") {
  const T = { T: attr.type(dtype) };
  const ArrayOf = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[dtype];
  const binary = (op: string) => (a: string, b: string) => graph.node(op, [a, b], T);
  const unary = (op: string) => (x: string) => graph.node(op, [x], T);
  const reduction =
    (op: string) =>
    (x: string, axes: readonly number[], keep = false) =>
      graph.node(op, [x, graph.ints(axes)], { ...T, Tidx: INT, keep_dims: attr.bool(keep) });
  return {
    add: binary("AddV2"),
    sub: binary("Sub"),
    mul: binary("Mul"),
    div: binary("RealDiv"),
    /** 0 where the divisor is 0. */
    divOrZero: binary("DivNoNan"),
    floorDiv: binary("FloorDiv"),
    pow: binary("Pow"),
    maximum: binary("Maximum"),
    exp: unary("Exp"),
    log: unary("Log"),
    sqrt: unary("Sqrt"),
    square: unary("Square"),
    abs: unary("Abs"),
    sum: reduction("Sum"),
    max: reduction("Max"),
    min: reduction("Min"),
    less: binary("Less"),
    constant: (value: number, shape: readonly number[] = []) =>
      graph.constant(dtype, shape, new ArrayOf(shape.reduce((a, b) => a * b, 1)).fill(value)),
    from: (x: string, other: Dtype) =>
      graph.node("Cast", [x], { SrcT: attr.type(other), DstT: attr.type(dtype) }),
    matMul: (a: string, b: string, transposed: { a?: boolean; b?: boolean } = {}) =>
      graph.node("MatMul", [a, b], {
        ...T,
        transpose_a: attr.bool(transposed.a ?? false),
        transpose_b: attr.bool(transposed.b ?? false),
      }),
    /** An array of `shape`, a vector of int32, in which every number is `value`. */
    fill: (shape: string, value: string) =>
      graph.node("Fill", [shape, value], { ...T, index_type: INT }),
    concat: (parts: readonly string[], axis: number) =>
      graph.node("ConcatV2", [...parts, graph.scalar(axis, "int32")], {
        ...T,
        N: attr.int(parts.length),
        Tidx: INT,
      }),
    /** Joins along a new first axis. */
    pack: (parts: readonly string[]) =>
      graph.node("Pack", parts, { ...T, N: attr.int(parts.length), axis: attr.int(0) }),
    reshape: (x: string, shape: string) => graph.reshape(x, shape, dtype),
    /** From `begin` on, `size` along each axis; -1 for all there is. Vectors of int32. */
    slice: (x: string, begin: string, size: string) =>
      graph.node("Slice", [x, begin, size], { ...T, Index: INT }),
    /** `a` where `condition` holds, else `b`. */
    where: (condition: string, a: string, b: string) =>
      graph.node("SelectV2", [condition, a, b], T),
  };
}
