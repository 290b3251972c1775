import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { crc32 } from "node:zlib";
import { type DataManifest, findDataManifest, getData } from "@mltl/core";
import { newFolder } from "../engine/new-folder.js";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** A zip file of one stored member. */
function zipOf(name: string, content: string): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt32LE(crc32(content), 10);
  head.writeUInt32LE(content.length, 14);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, Buffer.from(name + content)]);
  const entry = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00"),
    head,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

describe("getData", () => {
  const archive = zipOf("train/faces.txt", "happy faces\n");
  let server: Server;
  let root: string;
  let asked: number;
  const manifest = (changes: Partial<DataManifest> = {}): DataManifest => ({
    schema: "mltl.data/1",
    name: "some",
    title: "Some faces",
    task: "vision/classify",
    format: "face-folders",
    folder: "fer/some",
    source: "https://example.org",
    licence: "CC0",
    ship: true,
    files: { "train/faces.txt": sha256("happy faces\n") },
    get: [
      {
        file: "some.zip",
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some.zip`,
        sha256: sha256(archive),
        size: archive.length,
        unpack: "zip",
      },
    ],
    ...changes,
  });

  beforeEach((done) => {
    root = newFolder();
    asked = 0;
    server = createServer((_, response) => {
      asked++;
      response.end(archive);
    }).listen(0, "127.0.0.1", done);
  });
  afterEach((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  it("fetches, unpacks and checks; what is there isn't fetched again", async () => {
    const folder = await getData(root, manifest());
    assert.equal(folder, path.join(root, "fer/some"));
    assert.equal(readFileSync(path.join(folder, "train/faces.txt"), "utf8"), "happy faces\n");
    assert.ok(!existsSync(path.join(folder, "some.zip")), "the archive has done its part");
    await getData(root, manifest());
    assert.equal(asked, 1);
  });

  it("refuses an archive of other files", async () => {
    const other = manifest({ files: { "train/faces.txt": sha256("sad faces\n") } });
    await assert.rejects(getData(root, other), {
      code: "E_CHECKSUM",
      message: /the files of some as its manifest has them, received others: train\/faces\.txt/,
    });
  });

  it("says where to ask for what nobody may hand out", async () => {
    await assert.rejects(getData(root, await findDataManifest("ckplus48")), {
      code: "E_NOT_FOUND",
      message: /'ckplus48' can't be fetched \(licence: research use under an agreement/,
      hint: /Sign the agreement .*https:.*Then `mltl data add ckplus48 --from PATH`\./,
    });
  });
});
