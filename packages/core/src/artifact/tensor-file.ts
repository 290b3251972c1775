/**
 * Named arrays in one file, in the safetensors layout: an 8-byte little-endian header length, a
 * JSON header (name -> dtype, shape, data_offsets), then the bytes.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import { fromFloat16, toFloat16 } from "./float16.js";

/** An array and its shape. */
export interface NamedArray {
  shape: readonly number[];
  data: Float32Array | Int32Array | Int8Array | Uint8Array;
}

/** How float32 arrays are stored: as they are, or halved (11 bits of precision). */
export type StoredFloat = "float32" | "float16";

const DTYPES = ["F64", "F32", "F16", "BF16", "I64", "I32", "I8", "U8"] as const;
type Dtype = (typeof DTYPES)[number];

const whole = z.number().int().nonnegative();
const entrySchema = z.object({
  dtype: z.enum(DTYPES),
  shape: z.array(whole),
  data_offsets: z.tuple([whole, whole]),
});
/** Others' files also carry strings about themselves. */
const headerSchema = z.object({ __metadata__: z.unknown().optional() }).catchall(entrySchema);
type Header = Record<string, z.infer<typeof entrySchema>>;

/** Writes the arrays atomically. */
export async function writeTensorFile(
  file: string,
  arrays: ReadonlyMap<string, NamedArray>,
  storedFloat: StoredFloat = "float32",
): Promise<void> {
  const header: Header = {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of arrays) {
    const { dtype, bytes } = encode(data, storedFloat);
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, offset + bytes.length] };
    chunks.push(bytes);
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, " ");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  await writeFileAtomic(file, Buffer.concat([length, json, padding, ...chunks]));
}

/**
 * Reads every array of a file, others' safetensors files too: double and bfloat16 numbers become
 * float32, 64-bit whole numbers 32-bit ones.
 *
 * @throws MltlError `E_BAD_ARTIFACT` when the file is missing, truncated or something else
 */
export async function readTensorFile(file: string): Promise<Map<string, NamedArray>> {
  const content = await readFile(file).catch((cause: unknown) => {
    throw new MltlError("E_BAD_ARTIFACT", `Cannot read ${file}`, { cause });
  });
  const { header, start } = parseHeader(file, content);
  const arrays = new Map<string, NamedArray>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const [from, to] = data_offsets;
    if (start + to > content.length) {
      throw new MltlError(
        "E_BAD_ARTIFACT",
        `Expected ${start + to} bytes in ${file} for '${name}', received ${content.length}: it is truncated`,
      );
    }
    arrays.set(name, { shape, data: decode(content.subarray(start + from, start + to), dtype) });
  }
  return arrays;
}

function parseHeader(file: string, content: Buffer): { header: Header; start: number } {
  try {
    const length = Number(content.readBigUInt64LE(0));
    const json: unknown = JSON.parse(content.toString("utf8", 8, 8 + length));
    const { __metadata__: _, ...header } = headerSchema.parse(json);
    return { header, start: 8 + length };
  } catch (cause) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `Expected a tensor file at ${file}, received something else`,
      { cause },
    );
  }
}

function encode(
  data: NamedArray["data"],
  storedFloat: StoredFloat,
): { dtype: Dtype; bytes: Uint8Array } {
  const asBytes = (array: ArrayBufferView) =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  if (data instanceof Uint8Array) return { dtype: "U8", bytes: data };
  if (data instanceof Int8Array) return { dtype: "I8", bytes: asBytes(data) };
  if (data instanceof Int32Array) return { dtype: "I32", bytes: asBytes(data) };
  if (storedFloat === "float16") return { dtype: "F16", bytes: asBytes(toFloat16(data)) };
  return { dtype: "F32", bytes: asBytes(data) };
}

function decode(bytes: Uint8Array, dtype: Dtype): NamedArray["data"] {
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case "F64":
      return Float32Array.from(new Float64Array(buffer));
    case "F32":
      return new Float32Array(buffer);
    case "F16":
      return fromFloat16(new Uint16Array(buffer));
    case "BF16":
      return new Float32Array(
        Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer,
      );
    case "I64":
      return Int32Array.from(new BigInt64Array(buffer), Number);
    case "I32":
      return new Int32Array(buffer);
    case "I8":
      return new Int8Array(buffer);
    case "U8":
      return new Uint8Array(buffer);
  }
}
