import { TextDecoder } from "node:util";
import { MltlError } from "@mltl/core";

/** How bytes become text. */
export interface DecodeOptions {
  /** Put U+FFFD where the bytes are no UTF-8, instead of refusing them. */
  lenient?: boolean;
}

/**
 * Decode UTF-8 that comes in chunks. A byte order mark stays in the text as U+FEFF, and line ends
 * and NUL bytes are left as they are, so that offsets into the text mean what they say.
 *
 * @throws MltlError `E_BAD_ENCODING` that names the first byte, counted from 0, of what is no UTF-8
 */
export async function* decodeUtf8(
  chunks: AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string, void, undefined> {
  const decoder = newDecoder(!options.lenient);
  let decoded = 0;
  let pending = new Uint8Array();
  for await (const chunk of chunks) {
    let text: string;
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw badEncoding(bytes, decoded, validLength(bytes));
    }
    if (!options.lenient) {
      const length = Buffer.byteLength(text);
      decoded += length;
      pending = bytes.slice(length);
    }
    if (text !== "") yield text;
  }
  try {
    const text = decoder.decode();
    if (text !== "") yield text;
  } catch {
    throw badEncoding(pending, decoded, 0);
  }
}

function newDecoder(fatal: boolean): TextDecoder {
  return new TextDecoder("utf-8", { fatal, ignoreBOM: true });
}

/** How many bytes from the first on are whole characters of valid UTF-8. */
function validLength(bytes: Uint8Array): number {
  const decode = (length: number): string | undefined => {
    try {
      return newDecoder(true).decode(bytes.subarray(0, length), { stream: true });
    } catch {
      return undefined;
    }
  };
  let fine = 0;
  let bad = bytes.length;
  while (bad - fine > 1) {
    const middle = (fine + bad) >> 1;
    if (decode(middle) === undefined) bad = middle;
    else fine = middle;
  }
  return Buffer.byteLength(decode(fine) ?? "");
}

function badEncoding(bytes: Uint8Array, offset: number, valid: number): MltlError {
  const at = offset + valid;
  const utf16 = at === 0 && bytes.length > 1 && bytes[0] + bytes[1] === 0xff + 0xfe;
  const guess = utf16 ? " (it looks like UTF-16)" : "";
  return new MltlError("E_BAD_ENCODING", `invalid UTF-8 at byte ${at}${guess}`, {
    hint: "convert it to UTF-8, or decode leniently to put U+FFFD in place of such bytes",
  });
}
