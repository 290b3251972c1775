import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { samplePath } from "../photographs.js";

/** A PNG header that promises `width` x `height` grey pixels and has next to no data. */
function hollowPng(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    framed.set(body, 4);
    framed.writeUInt32BE(checksum(body), body.length + 4);
    return framed;
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", size), chunk("IDAT", new Uint8Array(8))]);
}

/** CRC-32 as in PNG; `zlib.crc32` is not in every Node that we run on. */
function checksum(bytes: Uint8Array): number {
  if (typeof crc32 === "function") return crc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const HEIC = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from("ftypheic"),
  Buffer.from([0, 0, 0, 0]),
  Buffer.from("mif1heic"),
  Buffer.alloc(100),
]);

const SVG_BOMB = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"><text>&b;</text></svg>`;

/** Makes one file of each bad kind in `folder`. */
export function makeBadImages(folder: string) {
  const at = (name: string) => path.join(folder, name);
  const photograph = readFileSync(samplePath(1));
  writeFileSync(at("empty.jpg"), "");
  writeFileSync(at("cut.jpg"), photograph.subarray(0, photograph.length / 2));
  writeFileSync(at("header-only.jpg"), photograph.subarray(0, 100));
  writeFileSync(at("text.jpg"), "This is not a picture.\n".repeat(50));
  writeFileSync(at("phone.heic"), HEIC);
  writeFileSync(at("heic-inside.jpg"), HEIC);
  writeFileSync(at("bomb.svg"), SVG_BOMB);
  writeFileSync(at("huge.png"), hollowPng(30_000, 30_000));
  mkdirSync(at("folder.jpg"));
  symlinkSync(at("nowhere"), at("dangling.jpg"));
  if (process.platform !== "win32") execFileSync("mkfifo", [at("pipe.jpg")]);
}
