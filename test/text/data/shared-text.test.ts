import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { dataRoot, randomStream, readDataManifests } from "@mltl/core";
import { nearSentences } from "#text/data/near-sentences.js";
import { openTagged } from "#text/data/open-tagged.js";
import { learnedText } from "#text/data/shared-text.js";

const wordsOf = (text: string) => text.split(" ");
const sentencesOf = (...texts: string[]) =>
  texts.map((text) => ({ words: wordsOf(text), spans: [] }));

const LONG = "on day 3 the two patients of group a were given 20 mg of it twice";

describe("sentences that are nearly the same", () => {
  const { has } = nearSentences([wordsOf(LONG), wordsOf("a b")]);

  it("differ in case, in which digits, or in little of many words", () => {
    assert.ok(has(wordsOf(LONG.toUpperCase())));
    assert.ok(has(wordsOf(LONG.replace("20", "35"))));
    assert.ok(has(wordsOf(`${LONG} daily`)));
    assert.ok(!has(wordsOf(LONG.replace("group", "class"))));
    assert.ok(!has(wordsOf(LONG.split(" ").slice(0, 9).join(" "))));
  });

  it("are the same where there are fewer than three words", () => {
    assert.ok(has(["A", "b"]));
    assert.ok(!has(["a"]));
    assert.ok(!has(["a", "c"]));
  });

  it("are found as comparing all with all finds them", () => {
    const random = randomStream("near");
    const drawn = (count: number) =>
      Array.from({ length: count }, () =>
        Array.from({ length: 3 + random.integer(12) }, () => "abc"[random.integer(3)]),
      );
    const known = drawn(300);
    const runs = (words: string[]) =>
      new Set(words.slice(2).map((_, i) => words.slice(i, i + 3).join(" ")));
    const alike = (a: Set<string>, b: Set<string>) => {
      const both = [...a].filter((run) => b.has(run)).length;
      return both / (a.size + b.size - both) >= 0.8;
    };
    const near = nearSentences(known);
    const asked = drawn(300);
    const expected = asked.map((words) => known.some((other) => alike(runs(words), runs(other))));
    assert.deepEqual(asked.map(near.has), expected);
    assert.ok(expected.includes(true) && expected.includes(false));
  });
});

describe("what a split shares with what is learned from", () => {
  it("is counted by sentences and, where both know them, by documents", () => {
    const learned = {
      sentences: sentencesOf(LONG, "see also", "the second one has only this to say here"),
      documents: [0, 2],
    };
    const split = {
      sentences: sentencesOf(LONG, "see also", `${LONG} daily`, "see also"),
      documents: [0, 2],
    };
    assert.deepEqual(learnedText(learned).sharedWith(split), {
      sentences: 4,
      same: 3,
      near: 4,
      documents: 2,
      sharedDocuments: 1,
    });
    assert.deepEqual(learnedText(learned).sharedWith({ sentences: split.sentences }), {
      sentences: 4,
      same: 3,
      near: 4,
    });
  });
});

/** Splits with documents of which half or more stands in train too, as the sets come. */
const KNOWN = {
  "bio-jnlpba test": 10,
  "ccks2017-zh dev": 14,
  "ccks2017-zh test": 23,
  "rurebus-ru dev": 2,
  "rurebus-ru test": 2,
};

describe("the splits of the data at hand", () => {
  it("share no document with train, where documents are known, but those that they come with", async function () {
    this.timeout(300_000);
    const root = dataRoot();
    const manifests = (await readDataManifests()).filter(
      ({ task, folder, files }) =>
        task === "text/tag" &&
        "train.docs.txt" in files &&
        existsSync(path.join(root, folder, "train.conll.gz")),
    );
    if (manifests.length === 0) this.skip();
    const found: Record<string, number> = {};
    for (const { name } of manifests) {
      const data = await openTagged(name, { dataRoot: root });
      const train = await data.read("train");
      for (const split of data.splits.filter((one) => one !== "train")) {
        const { sharedDocuments = 0 } = learnedText(train).sharedWith(await data.read(split));
        if (sharedDocuments > 0) found[`${name} ${split}`] = sharedDocuments;
      }
    }
    const here = Object.entries(KNOWN).filter(([split]) =>
      manifests.some(({ name }) => name === split.split(" ", 1)[0]),
    );
    assert.deepEqual(found, Object.fromEntries(here));
  });
});
