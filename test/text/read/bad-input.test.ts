import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collect, entityTexts } from "../tag/collect.js";

const NOBODY = 65_534;

/** Does something without the rights of root, who may read everything. */
async function asAnybody<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(NOBODY);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

describe("bad input to the tagger", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mltl-bad-text-"));
  });
  after(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it("invalid UTF-8 fails the whole file with its byte offset, and the rest goes on", async () => {
    const bad = await file("bad.txt", Buffer.from("Ann left. J\xe9r\xf4me came.", "latin1"));
    const records = await collect([bad, { path: "good", text: "Bob came." }]);
    assert.deepEqual(
      records.map(({ status, reason, text }) => [status, reason, text]),
      [
        ["failed", "invalid UTF-8 at byte 11", ""],
        ["ok", undefined, "Bob came."],
      ],
    );
  });

  it("invalid UTF-8 becomes U+FFFD when lenient, with offsets into that text", async () => {
    const bad = await file("lenient.txt", Buffer.from("caf\xe9 Ann", "latin1"));
    const [record] = await collect([bad], { lenient: true });
    assert.equal(record.text, "caf\ufffd Ann");
    assert.deepEqual([record.entities[0].start, record.entities[0].end], [5, 8]);
  });

  it("invalid UTF-8 on a stream fails after the sentences before it", async () => {
    async function* stream() {
      yield Buffer.from("Ann left. Bob came. ");
      yield Buffer.from([0x41, 0xff]);
    }
    const records = await collect([{ path: "-", stream: stream() }]);
    assert.deepEqual(
      records.map(({ status, sentence, start }) => [status, sentence, start]),
      [
        ["ok", 0, 0],
        ["failed", 1, 9],
      ],
    );
    assert.equal(records[1].reason, "invalid UTF-8 at byte 21");
  });

  it("an empty file and one of white space have one record without text", async () => {
    const records = await collect([
      await file("empty.txt", ""),
      await file("white.txt", " \n\n\t"),
    ]);
    assert.deepEqual(
      records.map(({ status, start, end, text, entities }) => [status, start, end, text, entities]),
      [
        ["ok", 0, 0, "", []],
        ["ok", 0, 0, "", []],
      ],
    );
  });

  it("a missing file, a dangling link and a folder have a status", async () => {
    const link = join(folder, "dangling.txt");
    await symlink(join(folder, "nowhere"), link);
    const inside = join(folder, "inside");
    await mkdir(inside);
    const records = await collect([join(folder, "missing.txt"), link, inside]);
    assert.deepEqual(
      records.map(({ status }) => status),
      ["missing", "missing", "unsupported"],
    );
    assert.ok(records.every(({ reason }) => reason !== undefined));
  });

  it("an unreadable file has a status", async () => {
    const path = await file("secret.txt", "Ann");
    await chmod(path, 0);
    await chmod(folder, 0o755);
    const [record] = await asAnybody(() => collect([path]));
    assert.deepEqual([record.status, record.reason], ["unreadable", "permission denied"]);
  });

  it("a NUL byte is a character like others", async () => {
    const path = await file("nul.txt", "Ann\0Bob saw Cy.");
    const records = await collect([path]);
    assert.deepEqual(entityTexts(records), ["Ann", "Bob", "Cy"]);
    assert.equal(records[0].text, "Ann\0Bob saw Cy.");
  });

  it("right-to-left text keeps logical offsets, marks of direction outside entities", async () => {
    const text = "\u200fמשה\u200f went to \u202bحيفا\u202c.";
    const [record] = await collect([{ path: "x", text }]);
    assert.deepEqual(
      record.entities.map((entity) => text.slice(entity.start, entity.end)),
      ["משה", "حيفا"],
    );
  });

  it("emoji and combining marks at an entity's border are never cut", async () => {
    const text = "👩‍👩‍👧‍👦Ann👍🏽 met Jose\u0301\u0302 in 🇩🇪🇫🇷 with É\u0301va❤️.";
    const [record] = await collect([{ path: "x", text }]);
    assert.deepEqual(
      record.entities.map((entity) => entity.text),
      ["👩‍👩‍👧‍👦", "Ann", "👍🏽", "Jose\u0301\u0302", "É\u0301va", "❤️"],
    );
    for (const entity of record.entities) {
      assert.equal([...text.slice(0, entity.start)].length, entity.startCodePoint);
      assert.equal([...text.slice(0, entity.end)].length, entity.endCodePoint);
    }
  });

  it("lone surrogates in a text at hand are characters like others", async () => {
    const text = "Ann \ud83d met\udc00 Bob";
    const [record] = await collect([{ path: "x", text }]);
    assert.equal(record.text, text);
    assert.deepEqual(entityTexts([record]), ["Ann", "Bob"]);
  });
});
