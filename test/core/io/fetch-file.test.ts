import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fetchFile } from "#core/io/fetch-file.js";
import { newFolder } from "../engine/new-folder.js";

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31) % 251));
const SHA256 = createHash("sha256").update(BYTES).digest("hex");

describe("fetchFile", () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let ranges: (string | undefined)[];
  let target: string;
  const remote = () => ({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/faces.zip`,
    sha256: SHA256,
    size: BYTES.length,
  });
  const startOf = ({ headers }: IncomingMessage) =>
    Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const whole = (_: IncomingMessage, response: ServerResponse) => response.end(BYTES);
  const ranged = (request: IncomingMessage, response: ServerResponse) => {
    response.statusCode = request.headers.range ? 206 : 200;
    response.end(BYTES.subarray(startOf(request)));
  };

  beforeEach((done) => {
    target = path.join(newFolder(), "deep", "faces.zip");
    ranges = [];
    server = createServer((request, response) => {
      ranges.push(request.headers.range);
      answer(request, response);
    }).listen(0, "127.0.0.1", done);
  });
  afterEach((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  it("fetches, checks and renames", async () => {
    answer = whole;
    const seen: number[] = [];
    await fetchFile(remote(), target, { onProgress: (bytes) => seen.push(bytes) });
    assert.deepEqual(readFileSync(target), BYTES);
    assert.equal(seen.at(-1), BYTES.length);
    assert.ok(!existsSync(`${target}.part`));
  });

  it("goes on after a transfer that broke off, from where it broke", async () => {
    answer = (request, response) => {
      if (ranges.length > 1) return ranged(request, response);
      response.setHeader("content-length", BYTES.length);
      response.write(BYTES.subarray(0, 70_000), () => setTimeout(() => response.destroy(), 50));
    };
    await fetchFile(remote(), target);
    assert.deepEqual(readFileSync(target), BYTES);
    const [first, second] = ranges;
    assert.equal(first, undefined);
    const from = Number(/^bytes=(\d+)-$/.exec(second ?? "")?.[1]);
    assert.ok(from > 0 && from <= 70_000, second);
    assert.equal(ranges.length, 2);
  });

  it("goes on with what an earlier run left; begins again where the server can't", async () => {
    for (const [respond, start] of [
      [ranged, BYTES.subarray(0, 1000)],
      [whole, Buffer.alloc(1000)],
    ] as const) {
      answer = respond;
      await fetchFile(remote(), target).catch(() => undefined);
      writeFileSync(`${target}.part`, start);
      ranges = [];
      await fetchFile(remote(), target);
      assert.deepEqual(readFileSync(target), BYTES);
      assert.deepEqual(ranges, ["bytes=1000-"]);
    }
  });

  it("refuses other bytes, and keeps none of them", async () => {
    answer = (_, response) => response.end(Buffer.alloc(BYTES.length));
    await assert.rejects(fetchFile(remote(), target), {
      code: "E_CHECKSUM",
      message: /^Expected SHA-256 \w{64} for http:.*faces\.zip, received \w{64}$/,
    });
    assert.ok(!existsSync(target) && !existsSync(`${target}.part`));
    answer = (_, response) => response.end(Buffer.alloc(BYTES.length + 1));
    await assert.rejects(fetchFile(remote(), target), {
      code: "E_CHECKSUM",
      message: /Expected 200000 bytes .*, received 200001/,
    });
  });

  it("gives up on a refusal at once, on a server that brings nothing after some tries", async () => {
    answer = (_, response) => {
      response.statusCode = 404;
      response.end();
    };
    await assert.rejects(fetchFile(remote(), target), {
      code: "E_NOT_FOUND",
      message: /faces\.zip: 404 Not Found/,
    });
    assert.equal(ranges.length, 1);
    answer = (_, response) => response.destroy();
    await assert.rejects(fetchFile(remote(), target, { tries: 2 }), {
      code: "E_NOT_FOUND",
      hint: /goes on from there/,
    });
    assert.equal(ranges.length, 3);
  });
});
