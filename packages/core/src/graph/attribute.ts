/**
 * Attributes of graph nodes.
 *
 * @module
 */

/** TensorFlow's element types by our names; values of tensorflow/core/framework/types.proto. */
export const DTYPES = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
} as const;

export type Dtype = keyof typeof DTYPES;

/** The value of an attribute, by kind. */
export type Attribute =
  | { readonly kind: "type"; readonly value: Dtype }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "types"; readonly value: readonly Dtype[] }
  | { readonly kind: "shape"; readonly value: readonly number[] }
  | {
      readonly kind: "tensor";
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      readonly content: Uint8Array;
    };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Makers of attributes. */
export const attr = {
  type: (value: Dtype): Attribute => ({ kind: "type", value }),
  int: (value: number): Attribute => ({ kind: "int", value }),
  float: (value: number): Attribute => ({ kind: "float", value }),
  bool: (value: boolean): Attribute => ({ kind: "bool", value }),
  string: (value: string): Attribute => ({ kind: "string", value }),
  ints: (value: readonly number[]): Attribute => ({ kind: "ints", value }),
  types: (value: readonly Dtype[]): Attribute => ({ kind: "types", value }),
  shape: (value: readonly number[]): Attribute => ({ kind: "shape", value }),
  tensor: (dtype: Dtype, shape: readonly number[], data: ArrayBufferView): Attribute => ({
    kind: "tensor",
    dtype,
    shape,
    content: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }),
};

/** The one attribute of most operations: they work on float32. */
export const FLOAT: Attributes = { T: attr.type("float32") };
