/**
 * The few words of Protocol Buffers' wire format that writing a TensorFlow graph takes. A message is
 * a list of pieces: megabytes of weights are never copied together.
 *
 * @module
 */

/** Bytes of a message, in order. */
export type Pieces = readonly Uint8Array[];

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** An integer field; negative numbers as 64-bit two's complement. */
export function intField(field: number, value: number): Pieces {
  return [tag(field, VARINT), varint(value)];
}

/** A field of a 32-bit float. */
export function floatField(field: number, value: number): Pieces {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [tag(field, FIXED32), bytes];
}

/** A field of a string or of bytes. */
export function bytesField(field: number, value: Uint8Array | string): Pieces {
  return messageField(field, [typeof value === "string" ? Buffer.from(value) : value]);
}

/** A field of a message. */
export function messageField(field: number, message: Pieces): Pieces {
  const length = message.reduce((sum, piece) => sum + piece.length, 0);
  return [tag(field, BYTES), varint(length), ...message];
}

function tag(field: number, type: number): Uint8Array {
  return varint(field * 8 + type);
}

function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}
