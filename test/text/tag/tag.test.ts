import assert from "node:assert/strict";
import { sentenceRecordSchema, tag } from "@mltl/text";
import fc from "fast-check";
import { capitalsModel } from "./capitals-model.js";
import { collect, entityTexts } from "./collect.js";

describe("tag", () => {
  it("gives records in order that follow the schema and say what stands there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", maxLength: 60 })), async (texts) => {
        const inputs = texts.map((text, i) => ({ path: String(i), text }));
        const records = await collect(inputs);
        assert.deepEqual([...new Set(records.map(({ path }) => path))], Object.keys(texts));
        for (const record of records) {
          sentenceRecordSchema.parse(record);
          const input = texts[Number(record.path)];
          for (const part of [record, ...record.entities]) {
            assert.equal(input.slice(part.start, part.end), part.text);
          }
          for (const { start, startCodePoint, endCodePoint, end } of record.entities) {
            assert.equal([...input.slice(0, start)].length, startCodePoint);
            assert.equal([...input.slice(0, end)].length, endCodePoint);
          }
        }
      }),
    );
  });

  it("counts a byte order mark and CRLF in offsets", async () => {
    const text = "\ufeffhere\r\nis Ann.\r\n\r\nAnd Bob.";
    const records = await collect([{ path: "x", text }]);
    const starts = records.flatMap(({ entities }) => entities.map(({ start }) => start));
    assert.deepEqual(starts, [10, 18]);
  });

  it("keeps the types and the confidence asked for", async () => {
    const text = "Ann and 😀";
    const types = async (options: object) =>
      (await collect([{ path: "x", text }], options))[0].entities.map(({ type }) => type);
    assert.deepEqual(await types({ types: ["loc"] }), ["LOC"]);
    assert.deepEqual(await types({ minConfidence: 0.75 }), ["PER", "LOC"]);
    assert.deepEqual(await types({ minConfidence: 0.76 }), []);
  });

  it("refuses a type that the model doesn't know, and names those it does", async () => {
    await assert.rejects(collect([], { types: ["MISC"] }), {
      code: "E_USAGE",
      message: "Expected PER, LOC, ORG for types, received 'MISC'",
    });
  });

  it("shows the model no more than 200 tokens at once and loses no entity at a seam", async () => {
    const words = Array.from({ length: 1_300 }, (_, i) => (i % 7 < 2 ? `Ann${i}` : "and"));
    const text = words.join(" ");
    let longest = 0;
    const model = capitalsModel((batch) => {
      longest = Math.max(longest, ...batch.map((sentence) => sentence.length));
    });
    const records = await collect([{ path: "x", text }], { model });
    assert.ok(longest <= 200);
    const expected = text.match(/Ann\d+(?: Ann\d+)?/g);
    assert.deepEqual(entityTexts(records), expected);
  });

  it("tags sentences of like length together and returns them in their order", async () => {
    const lengths = [1, 40, 2, 39, 3, 38];
    const text = lengths.map((n) => `Ann${n}${" and".repeat(n)}.`).join("\n\n");
    const widths: number[][] = [];
    const model = capitalsModel((batch) => widths.push(batch.map((sentence) => sentence.length)));
    const records = await collect([{ path: "x", text }], { model });
    assert.deepEqual(
      entityTexts(records),
      lengths.map((n) => `Ann${n}`),
    );
    assert.ok(widths.every((row) => row.every((width, i) => i === 0 || width >= row[i - 1])));
  });

  it("stops when its signal is aborted", async () => {
    const controller = new AbortController();
    const endless = (async function* () {
      for (let i = 0; ; i++) yield { path: String(i), text: "Ann left." };
    })();
    const run = async () => {
      let count = 0;
      for await (const _ of tag(endless, { model: capitalsModel(), signal: controller.signal })) {
        if (++count === 10) controller.abort();
      }
    };
    await assert.rejects(run(), { name: "AbortError" });
  });

  it("disposes of a model that it loaded and leaves alone one that it was given", async () => {
    let disposed = 0;
    const model = { ...capitalsModel(), dispose: () => disposed++ };
    await collect([{ path: "x", text: "Ann" }], {
      model: { ...model, dispose: () => void disposed++ },
    });
    assert.equal(disposed, 0);
  });
});
