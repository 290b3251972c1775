import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { loadEngine, tf } from "@mltl/core";
import { DEFAULT_TAGGER_MODEL, type SentenceRecord, tag } from "@mltl/text";
import { scratchFolder } from "../../core/io/scratch.js";
import { saveTinyTagger } from "./tiny-tagger.js";

async function all(text: string, options: object = {}): Promise<SentenceRecord[]> {
  const records: SentenceRecord[] = [];
  for await (const record of tag([{ path: "x", text }], options)) records.push(record);
  return records;
}

describe("tag with a network", () => {
  const folder = scratchFolder();
  const tiny = () => folder.at("tiny");
  before(() => saveTinyTagger(tiny()));

  const varied = Array.from(
    { length: 40 },
    (_, i) => `Then ${"the old man and ".repeat(i % 9)}Ann went in.`,
  );

  it("says the same of a sentence whatever stands beside it", async () => {
    const together = await all(varied.join("\n\n"), { model: tiny() });
    const told = (record: SentenceRecord) =>
      record.entities.map(({ type, text, probability }) => [type, text, probability?.toFixed(3)]);
    assert.ok(together.some(({ entities }) => entities.length > 0));
    for (const [i, text] of varied.entries()) {
      const [alone] = await all(text, { model: tiny() });
      assert.deepEqual(told(together[i]), told(alone));
    }
  });

  it("leaves no tensor behind, also when it is left early", async () => {
    await loadEngine();
    const before = tf.memory().numTensors;
    await all(varied.join("\n\n"), { model: tiny() });
    for await (const _ of tag([{ path: "x", text: varied.join("\n\n") }], { model: tiny() })) break;
    assert.equal(tf.memory().numTensors, before);
  });
});

describe("tag with the English model", () => {
  before(function () {
    if (!existsSync(DEFAULT_TAGGER_MODEL)) this.skip(); // not trained yet
  });

  it("finds people, places and organisations of today's news with exact offsets", async () => {
    const text =
      "Angela Merkel flew from Berlin to Washington on Monday, where she met officials of the " +
      "World Bank. Later, Microsoft said that it would open an office in South Africa.";
    const entities = (await all(text)).flatMap((record) => record.entities);
    const found = new Set(entities.map((entity) => `${entity.type} ${entity.text}`));
    for (const expected of ["PER Angela Merkel", "LOC Berlin", "ORG World Bank", "ORG Microsoft"]) {
      assert.ok(found.has(expected), `${expected} in ${[...found].join(", ")}`);
    }
    for (const { start, end, text: t } of entities) assert.equal(text.slice(start, end), t);
  });
});
