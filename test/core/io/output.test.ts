import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { PassThrough, Writable } from "node:stream";
import {
  createCsvWriter,
  createJsonlWriter,
  createJsonWriter,
  createTableWriter,
  formatTable,
  MltlError,
  openSink,
  printable,
  type RecordWriter,
  type Sink,
  streamSink,
  writeFileAtomic,
} from "@mltl/core";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { scratchFolder } from "./scratch.js";

/** A sink that keeps what it gets. */
function memory(): Sink & { text: string } {
  return {
    text: "",
    readerGone: false,
    async write(text) {
      this.text += text;
    },
    async close() {},
    async discard() {},
  };
}

async function writeAll<T>(writer: RecordWriter<T>, records: readonly T[]): Promise<void> {
  for (const record of records) await writer.write(record);
  await writer.close();
}

describe("createJsonlWriter", () => {
  it("writes one object a line", async () => {
    const sink = memory();
    await writeAll(createJsonlWriter(sink), [{ path: "a\nb" }, { path: "c" }]);
    assert.equal(sink.text, '{"path":"a\\nb"}\n{"path":"c"}\n');
  });
});

describe("createJsonWriter", () => {
  it("writes an array that is valid for any number of records", async () => {
    for (const records of [[], [{ a: 1 }], [{ a: 1 }, { a: 2 }]]) {
      const sink = memory();
      await writeAll(createJsonWriter(sink), records);
      assert.deepEqual(JSON.parse(sink.text), records);
    }
  });
});

describe("createCsvWriter", () => {
  const columns = ["path", "label"];
  const toRows = (record: { path: string; labels: string[] }) =>
    record.labels.map((label) => [record.path, label]);

  it("writes the head and every row of a record", async () => {
    const sink = memory();
    await writeAll(createCsvWriter(sink, columns, toRows), [{ path: "a", labels: ["x", "y"] }]);
    assert.equal(sink.text, "path,label\na,x\na,y\n");
  });

  it("writes the head even when there are no records", async () => {
    const sink = memory();
    await writeAll(createCsvWriter(sink, columns, toRows), []);
    assert.equal(sink.text, "path,label\n");
  });

  it("writes no head when it goes on with a file", async () => {
    const sink = memory();
    const writer = createCsvWriter(sink, columns, toRows, { header: false });
    await writeAll(writer, [{ path: "a", labels: ["x"] }]);
    assert.equal(sink.text, "a,x\n");
  });

  it("leaves nothing in a cell for what is not known and spells booleans", async () => {
    const sink = memory();
    await writeAll(
      createCsvWriter(sink, ["a", "b", "c"], () => [[undefined, null, false]]),
      [0],
    );
    assert.equal(sink.text, "a,b,c\n,,false\n");
  });

  it("writes what any reader of RFC 4180 gets back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", minLength: 1 })), async (labels) => {
        const sink = memory();
        await writeAll(createCsvWriter(sink, columns, toRows), [{ path: 'p "q"\n,', labels }]);
        const rows = parse(sink.text, { columns: true, record_delimiter: "\n" });
        assert.deepEqual(
          rows.map((row) => (row as { label: string }).label),
          labels,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("streamSink", () => {
  it("waits while the reader is slow", async () => {
    const slow = new PassThrough({ highWaterMark: 4 });
    const sink = streamSink(slow);
    let written = false;
    const writing = sink.write("longer than that").then(() => {
      written = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(written, false);
    slow.resume();
    await writing;
  });

  it("ends quietly when the reader has gone", async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
    });
    const writer = createJsonlWriter(streamSink(gone));
    await writeAll(writer, [1, 2, 3]);
    assert.equal(writer.readerGone, true);
  });

  it("passes any other failure on", async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error("no space left"), { code: "ENOSPC" })),
    });
    await assert.rejects(writeAll(createJsonlWriter(streamSink(full)), [1, 2]), /no space left/);
  });
});

describe("openSink", () => {
  const folder = scratchFolder();

  it("has every line in the file as soon as it is written", async () => {
    const out = folder.at("lines.jsonl");
    const writer = createJsonlWriter(await openSink({ out, lines: true }));
    await writer.write(1);
    assert.equal(readFileSync(out, "utf8"), "1\n");
    await writer.close();
  });

  it("begins a file anew unless told to append", async () => {
    const out = folder.at("again.jsonl");
    writeFileSync(out, "old\n");
    await writeAll(createJsonlWriter(await openSink({ out, lines: true, append: true })), [1]);
    assert.equal(readFileSync(out, "utf8"), "old\n1\n");
    await writeAll(createJsonlWriter(await openSink({ out, lines: true })), [2]);
    assert.equal(readFileSync(out, "utf8"), "2\n");
  });

  it("keeps the old file until the new one is whole", async () => {
    const out = folder.at("whole.json");
    writeFileSync(out, "old");
    const writer = createJsonWriter(await openSink({ out, lines: false }));
    await writer.write(1);
    assert.equal(readFileSync(out, "utf8"), "old");
    await writer.close();
    assert.deepEqual(JSON.parse(readFileSync(out, "utf8")), [1]);
  });

  it("leaves nothing behind when it is given up", async () => {
    const out = folder.at("given-up/report.json");
    const writer = createJsonWriter(await openSink({ out, lines: false }));
    await writer.write(1);
    await writer.discard();
    assert.deepEqual(readdirSync(folder.at("given-up")), []);
  });

  it("says why a file cannot be written", async () => {
    mkdirSync(folder.at("folder"));
    writeFileSync(folder.at("file"), "");
    const refusal = (why: RegExp) => (error: unknown) =>
      error instanceof MltlError && error.code === "E_USAGE" && why.test(error.message);
    await assert.rejects(
      openSink({ out: folder.at("folder"), lines: true }),
      refusal(/a folder has that name/),
    );
    await assert.rejects(
      openSink({ out: folder.at("file/x.json"), lines: false }),
      refusal(/is a file, not a folder/),
    );
  });
});

describe("writeFileAtomic", () => {
  const folder = scratchFolder();

  it("leaves neither a file nor a draft when it fails", async () => {
    await assert.rejects(writeFileAtomic(folder.at("nowhere/file"), "text"));
    assert.equal(existsSync(folder.at("nowhere")), false);
  });

  it("replaces a file that may not be written to", async () => {
    const path = folder.at("read-only");
    writeFileSync(path, "old");
    chmodSync(path, 0o444);
    await writeFileAtomic(path, "new");
    assert.equal(readFileSync(path, "utf8"), "new");
  });
});

describe("createTableWriter", () => {
  const columns = [
    { name: "file", cut: "start" as const },
    { name: "faces", align: "right" as const },
  ];

  it("aligns rows under their columns", () => {
    const text = formatTable(columns, [
      ["a.jpg", "1"],
      ["longer.jpg", "12"],
    ]);
    assert.deepEqual(text.split("\n"), [
      "file        faces",
      "─────────────────",
      "a.jpg           1",
      "longer.jpg     12",
      "",
    ]);
  });

  it("fits a narrow terminal by cutting what may be cut", () => {
    const row = ["photographs/of/last/summer/a.jpg", "1"];
    const [, , line] = formatTable(columns, [row], { width: 24 }).split("\n");
    assert.equal(line, "…ast/summer/a.jpg      1");
  });

  it("keeps wide characters aligned", () => {
    const text = formatTable(columns, [
      ["笑顔.jpg", "1"],
      ["a.jpg", "1"],
    ]);
    assert.equal(text.split("\n")[2], "笑顔.jpg      1");
  });

  it("prints a name with control characters harmlessly", async () => {
    const sink = memory();
    await writeAll(
      createTableWriter(sink, columns, (name: string) => [[name, "1"]]),
      ["two\nlines\u001b[31m"],
    );
    assert.match(sink.text, /two\\nlines\\u001b\[31m/);
  });

  it("prints nothing when there are no records", async () => {
    const sink = memory();
    await writeAll(
      createTableWriter(sink, columns, () => []),
      [],
    );
    assert.equal(sink.text, "");
  });
});

describe("printable", () => {
  it("shows what would move the cursor or turn the text round", () => {
    assert.equal(printable("a\tb\u202Ec\u0007"), "a\\tb\\u202ec\\u0007");
  });

  it("leaves letters of every script and emoji alone", () => {
    assert.equal(printable("é 笑 שלום \u{1F600}"), "é 笑 שלום \u{1F600}");
  });
});
