import assert from "node:assert/strict";
import { loadModel, loadRules, type RuleMode, sentenceRecordSchema, tag } from "@mltl/text";
import { scratchFolder } from "../../core/io/scratch.js";
import { collect } from "./collect.js";
import { saveTinyTagger } from "./tiny-tagger.js";

const phrases = { phrases: [["Lee", "ORG"]] as [string, string][] };

async function told(text: string, options: object): Promise<string[]> {
  const records = await collect([{ path: "x", text }], options);
  for (const record of records) sentenceRecordSchema.parse(record);
  return records.flatMap(({ entities }) =>
    entities.map(({ type, text: t, source }) => `${type} ${t} ${source}`),
  );
}

describe("tag with rules", () => {
  it("lets them win, lose, and find what the network doesn't", async () => {
    const text = "Ann Lee rode 5 km.";
    const patterns = [{ type: "LENGTH", regex: "\\d+ km" }];
    const as = async (mode: RuleMode) =>
      told(text, { rules: await loadRules({ gazetteers: [phrases], patterns, mode }) });
    assert.deepEqual(await as("win"), ["ORG Lee gazetteer", "LENGTH 5 km pattern"]);
    assert.deepEqual(await as("lose"), ["PER Ann Lee model", "LENGTH 5 km pattern"]);
  });

  it("knows the rules' types in `types`, and measures the network alone by `minConfidence`", async () => {
    const rules = await loadRules({ gazetteers: [phrases], mode: "lose" });
    assert.deepEqual(await told("Ann saw Lee.", { rules, types: ["org"] }), []);
    const sure = { rules, minConfidence: 0.8 };
    assert.deepEqual(await told("Ann Lee left.", sure), ["ORG Lee gazetteer"]);
    await assert.rejects(told("x", { rules, types: ["DATE"] }), {
      message: "Expected PER, LOC, ORG for types, received 'DATE'",
    });
  });

  it("finds phrases over the columns of a CoNLL file, with offsets into it", async () => {
    const rules = await loadRules({ gazetteers: [{ phrases: [["big dog", "PET"]] }] });
    const text = "a\tX\nbig\tY\ndog\tZ\n";
    const [{ entities }] = await collect([{ path: "x", text }], { rules, input: "conll" });
    assert.deepEqual(
      entities.map(({ start, end, text: t }) => [start, end, t]),
      [[4, 13, "big\tY\ndog"]],
    );
  });
});

describe("tag with rules and a network", () => {
  const folder = scratchFolder();
  before(() => saveTinyTagger(folder.at("tiny")));
  const text = `Then ${"the old man of the sea and ".repeat(3)}Ann went in.`;

  const entitiesOf = async (input: string, options: object) => {
    const model = await loadModel(folder.at("tiny"));
    const found = [];
    try {
      for await (const record of tag([{ path: "x", text: input }], { model, ...options })) {
        sentenceRecordSchema.parse(record);
        found.push(record);
      }
    } finally {
      model.dispose();
    }
    return found;
  };

  it("fill: reads around what rules settle, of types that it knows and that it doesn't", async () => {
    for (const type of ["PER", "SEA"]) {
      const gazetteers = [{ phrases: [["man of the sea", type]] as [string, string][] }];
      const rules = await loadRules({ gazetteers, mode: "fill" });
      const [{ entities }] = await entitiesOf(text, { rules });
      const byRules = entities.filter(({ source }) => source === "gazetteer");
      assert.deepEqual(
        byRules.map((entity) => `${entity.type} ${entity.text}`),
        Array(3).fill(`${type} man of the sea`),
      );
      entities.forEach(({ start }, i) => {
        assert.ok(i === 0 || start >= entities[i - 1].end, "no two overlap");
      });
    }
  });

  it("fill: what nothing is known of is read as without rules", async () => {
    const rules = await loadRules({ gazetteers: [phrases], mode: "fill" });
    assert.deepEqual(await entitiesOf(text, { rules }), await entitiesOf(text, {}));
  });

  it("fill: settles what lies across the border of a long sentence's windows", async () => {
    const words = Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? "sea" : "old"));
    const gazetteers = [{ phrases: [["sea old old", "SEA"]] as [string, string][] }];
    const rules = await loadRules({ gazetteers, mode: "fill" });
    const [{ entities }] = await entitiesOf(words.join(" "), { rules });
    const byRules = entities.filter(({ source }) => source === "gazetteer");
    assert.equal(byRules.length, 100);
    entities.forEach(({ start }, i) => {
      assert.ok(i === 0 || start >= entities[i - 1].end, "no two overlap");
    });
  });

  it("gives the next readings of a sentence, less and less probable, none twice", async () => {
    const line = "Then Ann went in.";
    const plain = await entitiesOf(line, {});
    const [record] = await entitiesOf(line, { alternatives: 5 });
    assert.deepEqual(
      { ...record, alternatives: undefined },
      { ...plain[0], alternatives: undefined },
    );
    const readings = record.alternatives ?? [];
    assert.equal(readings.length, 5);
    readings.forEach(({ probability, entities }, i) => {
      assert.ok(probability > 0 && probability <= (readings[i - 1]?.probability ?? 1));
      for (const { start, end, text: t } of entities) assert.equal(line.slice(start, end), t);
    });
    const spelled = [record, ...readings].map(({ entities }) =>
      JSON.stringify(entities.map(({ type, start, end }) => [type, start, end])),
    );
    assert.equal(new Set(spelled).size, 6);
    assert.ok(!("alternatives" in plain[0]));
  });

  it("refuses a number of readings that isn't one", async () => {
    await assert.rejects(collect([], { alternatives: -1 }), {
      message: "Expected a whole number from 0 to 100 for alternatives, received -1",
    });
  });
});
