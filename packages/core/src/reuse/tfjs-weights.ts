/**
 * The weight files of TensorFlow.js: a manifest of groups, each with names, shapes and, where they
 * are stored in fewer bits, how to widen them; and the bytes in shards, in order.
 *
 * Format: tfjs-core, `io/types.ts` (WeightsManifestGroupConfig) and `io/io_utils.ts` (decodeWeights).
 *
 * @module
 */
import { z } from "zod";
import { fromFloat16 } from "../artifact/float16.js";
import { MltlError } from "../errors.js";
import { sizeOf } from "../graph/host-array.js";
import type { SourceParameter } from "./weight-source.js";

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(["float32", "float16", "int32", "bool", "uint8"]),
  quantization: z
    .object({
      dtype: z.enum(["uint8", "uint16", "float16"]),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});

/** One entry of a group. */
export type TfjsWeight = z.infer<typeof weightSchema>;

/** `weightsManifest` of a model.json, or a whole weights manifest. */
export const weightsManifestSchema = z.array(
  z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }),
);

type Stored = "float32" | "float16" | "int32" | "bool" | "uint8" | "uint16";

const WIDTHS: Record<Stored, number> = {
  float32: 4,
  float16: 2,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
};

/**
 * The arrays of a group by name, widened to float32.
 *
 * @param bytes - the group's shards, joined
 * @param file - for messages
 * @throws MltlError `E_BAD_ARTIFACT` when there are too few or too many bytes
 */
export function decodeTfjsWeights(
  weights: readonly TfjsWeight[],
  bytes: Uint8Array,
  file: string,
): Map<string, SourceParameter> {
  const storedAs = ({ dtype, quantization }: TfjsWeight) => quantization?.dtype ?? dtype;
  const total = weights.reduce(
    (sum, weight) => sum + sizeOf(weight.shape) * WIDTHS[storedAs(weight)],
    0,
  );
  if (bytes.length !== total) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `Expected ${total} bytes of weights for ${file}, received ${bytes.length}`,
    );
  }
  let offset = 0;
  return new Map(
    weights.map((weight) => {
      const { name, shape, quantization } = weight;
      const stored = storedAs(weight);
      const end = offset + sizeOf(shape) * WIDTHS[stored];
      const values = widen(new Uint8Array(bytes.subarray(offset, end)), stored);
      offset = end;
      if (quantization) dequantize(values, quantization);
      return [name, { shape, values }];
    }),
  );
}

function dequantize(
  values: Float32Array,
  { scale, min = 0 }: { readonly scale?: number; readonly min?: number },
): void {
  if (scale === undefined) return;
  for (let i = 0; i < values.length; i++) values[i] = values[i] * scale + min;
}

function widen(bytes: Uint8Array, stored: Stored): Float32Array {
  switch (stored) {
    case "float32":
      return new Float32Array(bytes.buffer);
    case "float16":
      return fromFloat16(new Uint16Array(bytes.buffer));
    case "int32":
      return new Float32Array(new Int32Array(bytes.buffer));
    case "uint16":
      return new Float32Array(new Uint16Array(bytes.buffer));
    case "bool":
    case "uint8":
      return new Float32Array(bytes);
  }
}
