import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SENTENCE_SCHEMA, sentenceJsonSchema, sentenceRecordSchema } from "@mltl/text";

const published = fileURLToPath(
  new URL("../../../packages/text/schema/sentence-1.json", import.meta.url),
);

const record = {
  schema: SENTENCE_SCHEMA,
  path: "letter.txt",
  sentence: 0,
  start: 0,
  end: 9,
  text: "Ann left.",
  status: "ok",
  entities: [
    {
      type: "PER",
      start: 0,
      end: 3,
      startCodePoint: 0,
      endCodePoint: 3,
      text: "Ann",
      probability: 0.9,
      source: "model",
    },
  ],
};

describe("the sentence record", () => {
  it("has a JSON Schema file that says the same", async () => {
    assert.deepEqual(
      JSON.parse(await readFile(published, "utf8")),
      JSON.parse(JSON.stringify(sentenceJsonSchema())),
      "write sentenceJsonSchema() to packages/text/schema/sentence-1.json, as a new version if a record that was valid isn't any more",
    );
  });

  it("accepts a record and refuses another field, a bad status and a probability above 1", () => {
    assert.deepEqual(sentenceRecordSchema.parse(record), record);
    const [entity] = record.entities;
    for (const wrong of [
      { ...record, language: "en" },
      { ...record, status: "no-face" },
      { ...record, entities: [{ ...entity, probability: 1.5 }] },
      { ...record, entities: [{ ...entity, source: "oracle" }] },
    ]) {
      assert.equal(sentenceRecordSchema.safeParse(wrong).success, false);
    }
  });
});
