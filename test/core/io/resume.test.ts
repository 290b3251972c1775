import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createCsvWriter, MltlError, openSink, type ResumeOptions, resumeOutput } from "@mltl/core";
import fc from "fast-check";
import { scratchFolder } from "./scratch.js";

describe("resumeOutput", () => {
  const folder = scratchFolder();
  const file = () => folder.at("out");

  async function resume(text: string | Buffer, options: ResumeOptions) {
    writeFileSync(file(), text);
    const { done, empty } = await resumeOutput(file(), options);
    return { done: [...done.keys()], empty, left: readFileSync(file(), "utf8") };
  }

  const jsonl: ResumeOptions = { format: "jsonl", isWhole: () => true };
  const csv: ResumeOptions = {
    format: "csv",
    columns: ["path", "face", "faces"],
    isWhole: (rows) => {
      const last = rows.at(-1);
      return last?.face === last?.faces;
    },
  };

  it("counts a file that is not there as empty", async () => {
    const { done, empty } = await resumeOutput(folder.at("nowhere"), jsonl);
    assert.deepEqual([done.size, empty, existsSync(folder.at("nowhere"))], [0, true, false]);
  });

  it("keeps whole lines of JSON Lines", async () => {
    const text = '{"path":"a"}\n{"path":"b"}\n';
    assert.deepEqual(await resume(text, jsonl), { done: ["a", "b"], empty: false, left: text });
  });

  it("tells the status of what is done", async () => {
    writeFileSync(file(), '{"path":"a","status":"ok"}\n{"path":"b","status":"failed"}\n');
    const { done } = await resumeOutput(file(), jsonl);
    assert.deepEqual([...done.values()], ["ok", "failed"]);
  });

  it("cuts a torn last line, even one that could be read", async () => {
    for (const torn of ['{"pa', '{"path":"b"}', "\u00e9"]) {
      const { done, left } = await resume(`{"path":"a"}\n${torn}`, jsonl);
      assert.deepEqual([done, left], [["a"], '{"path":"a"}\n']);
    }
  });

  it("does the last input again when it cannot tell whether it is whole", async () => {
    const text = '{"path":"a"}\n{"path":"b"}\n{"path":"b"}\n';
    const { done, left } = await resume(text, { format: "jsonl" });
    assert.deepEqual([done, left], [["a"], '{"path":"a"}\n']);
  });

  it("keeps a picture whose CSV rows are all there", async () => {
    const text = "path,face,faces\na,1,2\na,2,2\nb,,\n";
    const { done, left } = await resume(text, csv);
    assert.deepEqual([done, left], [["a", "b"], text]);
  });

  it("cuts the rows of a picture whose last row is missing", async () => {
    const { done, left } = await resume("path,face,faces\na,1,1\nb,1,3\nb,2,3\n", csv);
    assert.deepEqual([done, left], [["a"], "path,face,faces\na,1,1\n"]);
  });

  it("reads names with newlines and quotes in CSV", async () => {
    const text = 'path,face,faces\n"two\nlines ""q""",1,1\n';
    const { done, left } = await resume(`${text}"three\n`, csv);
    assert.deepEqual([done, left], [['two\nlines "q"'], text]);
  });

  it("begins anew when not even the head is whole", async () => {
    const { empty, left } = await resume("path,fa", csv);
    assert.deepEqual([empty, left], [true, ""]);
  });

  it("refuses a CSV file with other columns", async () => {
    await assert.rejects(resume("path,label\na,happy\n", csv), MltlError);
  });

  it("refuses a file that holds something else", async () => {
    await assert.rejects(resume("dear diary\n", jsonl), MltlError);
    assert.equal(readFileSync(file(), "utf8"), "dear diary\n");
  });

  it("finishes a CSV file that was cut at any byte as if nothing had happened", async () => {
    const records = ["a", 'b "q"', "c\nd", "é\u{1F600}", "e,f"].map((path, i) => ({
      path,
      faces: i % 3,
    }));
    const toRows = ({ path, faces }: { path: string; faces: number }) =>
      faces === 0
        ? [[path, undefined, undefined]]
        : Array.from({ length: faces }, (_, face) => [path, face + 1, faces]);
    const columns = csv.columns ?? [];
    const run = async (todo: typeof records, header: boolean, append: boolean) => {
      const sink = await openSink({ out: file(), lines: true, append });
      const writer = createCsvWriter(sink, columns, toRows, { header });
      for (const record of todo) await writer.write(record);
      await writer.close();
      return readFileSync(file());
    };
    const whole = await run(records, true, false);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (cut) => {
        writeFileSync(file(), whole.subarray(0, cut));
        const { done, empty } = await resumeOutput(file(), csv);
        const todo = records.filter((record) => !done.has(record.path));
        assert.deepEqual(await run(todo, empty, true), whole);
      }),
      { numRuns: 150 },
    );
  });
});
