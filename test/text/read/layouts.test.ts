import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collect, entityTexts } from "../tag/collect.js";

describe("layouts of inputs", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mltl-layouts-"));
  });
  after(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it("lines: each is one sentence, numbered as in the file, with offsets into the file", async () => {
    const text = "Ann left. Bob stayed.\r\n\r\nCy\r\n";
    const records = await collect([{ path: "x", text }], { input: "lines" });
    assert.deepEqual(
      records.map(({ sentence, text: t }) => [sentence, t]),
      [
        [0, "Ann left. Bob stayed."],
        [2, "Cy"],
      ],
    );
    assert.ok(records.every((record) => text.slice(record.start, record.end) === record.text));
  });

  it("jsonl: rows are inputs of their own, a bad one fails alone", async () => {
    const path = await file(
      "rows.jsonl",
      '{"text":"Ann left. Bob came."}\n\nnot json\n{"body":"x"}\n{"text":""}\n{"text":"\\ud83d\\ude00 Cy"}\n',
    );
    const records = await collect([path]);
    assert.deepEqual(
      records.map((record) => [record.path.slice(path.length), record.status, record.text]),
      [
        ["#1", "ok", "Ann left."],
        ["#1", "ok", "Bob came."],
        ["#3", "failed", ""],
        ["#4", "failed", ""],
        ["#5", "ok", ""],
        ["#6", "ok", "😀 Cy"],
      ],
    );
    assert.equal(records[2].reason, "not valid JSON");
    assert.equal(records[3].reason, "no 'text'; it has: body");
    const cy = records[5].entities[1];
    assert.deepEqual([cy.start, cy.end, cy.startCodePoint, cy.endCodePoint], [3, 5, 2, 4]);
  });

  it("csv: quotes, line ends and commas inside a cell; the column by name", async () => {
    const path = await file(
      "rows.csv",
      '\ufeffid,body\r\n1,"Ann, ""Bob""\nleft."\r\n2,Cy came\r\n3\r\n',
    );
    const records = await collect([path], { textColumn: "body" });
    assert.deepEqual(
      records.map((record) => [record.path.slice(path.length), record.status, record.text]),
      [
        ["#1", "ok", 'Ann, "Bob"\nleft.'],
        ["#2", "ok", "Cy came"],
        ["#3", "failed", ""],
      ],
    );
  });

  it("tsv: cells between tabs, quotes are text", async () => {
    const path = await file("rows.tsv", 'id\ttext\n1\t"Ann left\n');
    assert.equal((await collect([path]))[0].text, '"Ann left');
  });

  it("csv: a column that isn't there fails the file and names those that are", async () => {
    const path = await file("other.csv", "id,body\n1,Ann\n");
    const [record] = await collect([path]);
    assert.deepEqual(
      [record.status, record.reason],
      ["failed", "no column 'text'; there are: id, body"],
    );
  });

  it("csv: a quote without an end fails after the rows before it", async () => {
    const path = await file("open.csv", 'text\nAnn left\n"Bob\nCy\n');
    const records = await collect([path]);
    assert.deepEqual(
      records.map(({ status }) => status),
      ["ok", "failed"],
    );
    assert.match(records[1].reason ?? "", /a quote is opened and never closed/);
  });

  it("conll: first column, offsets into the file, documents and comments passed over", async () => {
    const text =
      "\ufeff-DOCSTART- O\r\n\r\n# sent_id = 1\r\nMary\tB-PER\r\nAnn\tI-PER\r\n\t\r\n😀 O\nran O\nBob O";
    const path = await file("gold.conll", text);
    const records = await collect([path]);
    assert.deepEqual(
      records.map((record) => record.text),
      ["Mary\tB-PER\r\nAnn", "😀 O\nran O\nBob"],
    );
    for (const record of records) {
      for (const part of [record, ...record.entities]) {
        assert.equal(text.slice(part.start, part.end), part.text);
      }
    }
    const bob = records[1].entities[1];
    assert.equal(bob.startCodePoint, [...text.slice(0, bob.start)].length);
  });

  it("a table without rows is an input without text", async () => {
    const path = await file("none.jsonl", "\n");
    assert.deepEqual(
      (await collect([path])).map((record) => [record.path, record.status, record.text]),
      [[path, "ok", ""]],
    );
  });

  it("rows and files named by skip are passed over", async () => {
    const path = await file("some.jsonl", '{"text":"Ann"}\n{"text":"Bob"}\n');
    const skip = (name: string) => name === `${path}#1` || name === "y";
    const records = await collect([path, { path: "y", text: "Cy" }], { skip });
    assert.deepEqual(entityTexts(records), ["Bob"]);
  });
});
