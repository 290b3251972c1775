/**
 * Reads TensorBoard event files (TFRecords of `Event` messages), for tests of the writer.
 *
 * @module
 */

/** Scalars of a file in order: tag, step, value. */
export function readScalars(file: Buffer): [string, number, number][] {
  const scalars: [string, number, number][] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const event = fieldsOf(file.subarray(at + 12, at + 12 + length));
    at += 12 + length + 4;
    const [, step = 0] = event.find(([field]) => field === 2) ?? [];
    for (const [, summary] of event.filter(([field]) => field === 5)) {
      for (const [, value] of fieldsOf(summary as Buffer)) {
        const parts = new Map(fieldsOf(value as Buffer));
        const tag = (parts.get(1) as Buffer).toString();
        scalars.push([tag, step as number, (parts.get(2) as Buffer).readFloatLE()]);
      }
    }
  }
  return scalars;
}

/** Fields of a Protocol Buffers message: whole numbers as numbers, the rest as bytes. */
function fieldsOf(message: Buffer): [number, number | Buffer][] {
  const fields: [number, number | Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const bytes = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const type = tag % 8;
    const value = type === 0 ? varint() : bytes(type === 1 ? 8 : type === 5 ? 4 : varint());
    fields.push([Math.floor(tag / 8), value]);
  }
  return fields;
}
