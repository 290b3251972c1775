import assert from "node:assert/strict";
import type { TaggedData } from "#text/data/open-tagged.js";
import type { AnnotatedSentence, TaggedSentences } from "#text/data/tagged-set.js";
import { taggedStatistics } from "#text/data/tagged-statistics.js";
import { sizeRows, taggedStatisticsPage } from "#text/data/tagged-statistics-page.js";

/** A sentence with its entities in brackets: `[Ann Lee]PER left`. */
function sentence(text: string): AnnotatedSentence {
  const words: string[] = [];
  const spans: AnnotatedSentence["spans"][number][] = [];
  for (const [, entity, type, word] of text.matchAll(/\[([^\]]+)\](\w+)|(\S+)/g)) {
    if (entity === undefined) words.push(word);
    else {
      const start = words.length;
      words.push(...entity.split(" "));
      spans.push({ type, start, end: words.length });
    }
  }
  return { words, spans };
}

function dataOf(sets: Record<string, TaggedSentences>): TaggedData {
  return {
    name: "some <b>",
    types: ["LOC", "PER"],
    splits: Object.keys(sets),
    declaresTypes: true,
    hasOwnSplits: true,
    licence: "CC0",
    sha256: "f".repeat(64),
    ship: false,
    problems: [{ path: "some.conll", line: 7, reason: "expected 2 columns, received 1" }],
    read: async (split) => sets[split],
  };
}

const train = {
  sentences: [
    ...Array.from({ length: 9 }, (_, i) => sentence(`in [Lund]LOC ${i}`)),
    sentence("in Lund now"),
    sentence("[New York]LOC , York"),
    sentence("[York]PER left"),
  ],
  documents: [0, 5],
};
const test = { sentences: [sentence("in Lund now"), sentence("[York]LOC or [Lund]LOC")] };

describe("taggedStatistics", () => {
  it("counts sizes, lengths, and what splits share", async () => {
    const { splits } = await taggedStatistics(dataOf({ train, test }));
    assert.deepEqual(splits.train, {
      sentences: 12,
      tokens: 36,
      documents: 2,
      entities: 11,
      byType: { LOC: 10, PER: 1 },
      sentenceLength: { mean: 3, longest: 4 },
      entityLength: { mean: 12 / 11, longest: 2 },
      shared: 1,
      near: 1,
    });
    const { shared, near, seen, documents } = splits.test;
    assert.deepEqual([shared, near, seen, documents], [1, 1, 1, undefined]);
  });

  it("finds words of several types, and places tagged otherwise than mostly", async () => {
    const { ambiguous, suspects } = await taggedStatistics(dataOf({ train, test }));
    assert.deepEqual(ambiguous, [{ text: "York", types: { PER: 1, LOC: 1 } }]);
    assert.deepEqual(
      suspects.map(({ split, sentence: number, context }) => [split, number, context]),
      [
        ["train", 9, "in [Lund] now"],
        ["test", 0, "in [Lund] now"],
      ],
    );
    const [{ text, tagged, mostly, agreeing, times }] = suspects;
    assert.deepEqual([text, tagged, mostly, agreeing, times], ["Lund", "O", "LOC", 10, 12]);
  });

  it("says nothing of words inside an entity, nor of few places", async () => {
    const few = { sentences: [sentence("[York]LOC"), sentence("[New York]LOC"), sentence("York")] };
    const { ambiguous, suspects } = await taggedStatistics(dataOf({ train: few }));
    assert.deepEqual([ambiguous, suspects], [[], []]);
  });
});

describe("taggedStatisticsPage", () => {
  it("has every number, its lists and its problems, and no markup of the data's", async () => {
    const statistics = await taggedStatistics(dataOf({ train, test }));
    const page = taggedStatisticsPage(statistics);
    assert.match(page, /Sentences of some &lt;b&gt;/);
    assert.doesNotMatch(page, /<b>/);
    assert.match(page, /Licence: CC0\. SHA-256 f{16}\./);
    assert.match(page, /The same words, several types: 1/);
    assert.match(page, /<td>LOC, 10 of 12<\/td><td>in \[Lund\] now<\/td>/);
    assert.match(page, /some\.conll, line 7<\/td><td>expected 2 columns/);
    assert.match(page, /Entities of test by type/);
    for (const [name, cells] of sizeRows(statistics)) {
      const row = cells.map((cell) => `<td class="number">${cell}</td>`).join("");
      assert.ok(page.includes(`<tr><td>${name}</td>${row}</tr>`), name);
    }
  });

  it("leaves out lists that are empty", async () => {
    const page = taggedStatisticsPage({
      ...(await taggedStatistics(dataOf({ train: { sentences: [sentence("no [Lund]LOC")] } }))),
      problems: [],
    });
    assert.doesNotMatch(page, /several types|noise|left out/);
  });
});
