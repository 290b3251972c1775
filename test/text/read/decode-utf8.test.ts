import assert from "node:assert/strict";
import { decodeUtf8 } from "@mltl/text";
import fc from "fast-check";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Uint8Array, size = 65_536, lenient = false): Promise<string> {
  let text = "";
  for await (const piece of decodeUtf8(inChunks(bytes, size), { lenient })) text += piece;
  return text;
}

describe("decoding UTF-8", () => {
  it("gives the same text in chunks of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 5 }),
        async (text, size) => {
          assert.equal(await decode(Buffer.from(text), size), text);
          assert.equal(await decode(Buffer.from(text), size, true), text);
        },
      ),
    );
  });

  it("keeps a byte order mark, line ends and NUL", async () => {
    const text = "\ufeffa\r\nb\0c\n";
    assert.equal(await decode(Buffer.from(text), 2), text);
  });

  it("refuses anything else and names the byte, whatever the chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98, 0x20], [0x80]),
        fc.string({ unit: "grapheme-ascii", maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (before, bad, after, size) => {
          const bytes = Buffer.concat([Buffer.from(before), Buffer.from(bad), Buffer.from(after)]);
          await assert.rejects(decode(bytes, size), {
            code: "E_BAD_ENCODING",
            message: `invalid UTF-8 at byte ${Buffer.byteLength(before)}`,
          });
        },
      ),
    );
  });

  it("names the first byte of a character that is cut off at the end", async () => {
    const bytes = Buffer.from("né€").subarray(0, -1);
    await assert.rejects(decode(bytes, 1), { message: "invalid UTF-8 at byte 3" });
  });

  it("recognises UTF-16", async () => {
    const bytes = Buffer.from("\ufeffAnn", "utf16le");
    await assert.rejects(decode(bytes), {
      message: "invalid UTF-8 at byte 0 (it looks like UTF-16)",
    });
  });

  it("puts U+FFFD for what is no UTF-8 when lenient", async () => {
    const bytes = Buffer.concat([Buffer.from("a"), Buffer.from([0xff]), Buffer.from("b")]);
    assert.equal(await decode(bytes, 1, true), "a\ufffdb");
  });
});
