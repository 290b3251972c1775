/**
 * Arrays on JavaScript's side of the engine.
 *
 * @module
 */

/** Numbers and their shape, row-major. */
export interface HostArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** Element types that cross into a graph. */
export type HostType = "float32" | "int32" | "uint8";

/** What an input takes: a type and a shape in which -1 stands for any size. */
export interface InputSpec {
  readonly dtype: HostType;
  readonly shape: readonly number[];
}

/** Inputs by name. */
export type InputSpecs = Readonly<Record<string, InputSpec>>;

/** Arrays for the inputs of those names. */
export type Feeds = Readonly<Record<string, HostArray>>;

/** Elements of an array of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
