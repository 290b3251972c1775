import assert from "node:assert/strict";
import fc from "fast-check";
import {
  chooseSentences,
  documentOfEach,
  foldsOfTagged,
  splitBy,
  splitTagged,
} from "#text/data/split-tagged.js";
import type { AnnotatedSentence, TaggedSentences } from "#text/data/tagged-set.js";

/** A sentence of one word, which is an entity where a type is given. */
function sentence(word: string, type?: string): AnnotatedSentence {
  return { words: [word], spans: type === undefined ? [] : [{ type, start: 0, end: 1 }] };
}

const wordsOf = ({ sentences }: TaggedSentences) => sentences.map(({ words }) => words.join(" "));
const typesOf = ({ sentences }: TaggedSentences) =>
  sentences.flatMap(({ spans }) => spans.map(({ type }) => type));

/** 40 sentences of a frequent type and of a rare one. */
const plain: TaggedSentences = {
  sentences: Array.from({ length: 40 }, (_, i) =>
    sentence(`w${i}`, i % 4 === 0 ? "RARE" : "OFTEN"),
  ),
};

/** Documents of 1 to 5 sentences, so many that two with a type of their own leave enough. */
const documented: fc.Arbitrary<TaggedSentences> = fc
  .array(fc.array(fc.constantFrom(undefined, "PER", "LOC"), { minLength: 1, maxLength: 5 }), {
    minLength: 8,
    maxLength: 20,
  })
  .map((documents) => {
    const starts: number[] = [];
    const sentences: AnnotatedSentence[] = [];
    documents.forEach((types, document) => {
      starts.push(sentences.length);
      sentences.push(...types.map((type, i) => sentence(`${document}-${i}`, type)));
    });
    return { sentences, documents: starts };
  });

describe("splitTagged", () => {
  it("keeps types in proportion, and is the same of the same seed alone", () => {
    const options = { dev: 0.2, test: 0.2, seed: 1 };
    const { train, dev, test } = splitTagged(plain, options);
    const rare = (part: TaggedSentences) => typesOf(part).filter((type) => type === "RARE").length;
    assert.deepEqual([rare(train), rare(dev), rare(test)], [6, 2, 2]);
    assert.deepEqual(
      [train, dev, test].map(({ sentences }) => sentences.length),
      [24, 8, 8],
    );
    assert.deepEqual(wordsOf(splitTagged(plain, options).test), wordsOf(test));
    assert.notDeepEqual(wordsOf(splitTagged(plain, { ...options, seed: 2 }).test), wordsOf(test));
  });

  it("has every sentence in one part, in order, and documents whole", () => {
    fc.assert(
      fc.property(documented, fc.nat(), (set, seed) => {
        const parts = Object.values(splitTagged(set, { dev: 0.2, test: 0.2, seed }));
        assert.deepEqual(parts.flatMap(wordsOf).sort(), wordsOf(set).sort());
        const documents = parts.map(
          (part) => new Set(wordsOf(part).map((word) => word.split("-")[0])),
        );
        const all = documents.flatMap((own) => [...own]);
        assert.equal(new Set(all).size, all.length);
        parts.forEach((part, i) => {
          assert.equal(part.documents?.length, documents[i].size);
          for (const start of part.documents ?? []) {
            assert.match(part.sentences[start].words[0], /-0$/);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it("has sentences that are the same word for word on one side", () => {
    const sentences = plain.sentences.flatMap((one) => [one, { ...one, spans: [] }]);
    const parts = splitTagged({ sentences }, { dev: 0.2, test: 0.2, seed: 3 });
    const seen = Object.values(parts).map((part) => new Set(wordsOf(part)));
    assert.equal(
      seen.reduce((sum, { size }) => sum + size, 0),
      40,
    );
  });

  it("has a type that one sentence has in train", () => {
    const one = { sentences: [...plain.sentences, sentence("only", "ONCE")] };
    for (let seed = 0; seed < 10; seed++) {
      assert.ok(typesOf(splitTagged(one, { dev: 0.3, test: 0.3, seed }).train).includes("ONCE"));
    }
  });

  it("refuses fewer units than parts, and says which they are", () => {
    const few = { sentences: plain.sentences.slice(0, 2) };
    assert.throws(() => splitTagged(few, { dev: 0.2, test: 0.2, seed: 1 }), {
      code: "E_BAD_DATA",
      message: /Expected at least 3 sentences for train, dev, test, received 2: none is left for/,
    });
    const same = { sentences: [1, 2, 3, 4].map(() => sentence("w", "PER")) };
    assert.throws(() => splitTagged(same, { dev: 0.2, test: 0.2, seed: 1 }), {
      message: /received 1 different ones/,
    });
    const own = { sentences: ["A", "B", "C"].map((type) => sentence(type, type)) };
    assert.throws(() => splitTagged(own, { dev: 0.2, test: 0.2, seed: 1 }), {
      message: /received 3: those with a type that no other has are learned from, and none is left/,
    });
    const two = { ...plain, documents: [0, 20] };
    assert.throws(() => splitTagged(two, { dev: 0.2, test: 0.2, seed: 1 }), {
      message: /Expected at least 3 documents/,
    });
  });
});

describe("foldsOfTagged", () => {
  it("tests every sentence once, and trains on the others", () => {
    fc.assert(
      fc.property(documented, fc.integer({ min: 2, max: 3 }), fc.nat(), (set, k, seed) => {
        const folds = foldsOfTagged(set, k, seed);
        assert.deepEqual(folds.flatMap(({ test }) => wordsOf(test)).sort(), wordsOf(set).sort());
        for (const { train, test } of folds) {
          assert.deepEqual([...wordsOf(train), ...wordsOf(test)].sort(), wordsOf(set).sort());
        }
      }),
      { numRuns: 50 },
    );
  });

  it("refuses more folds than sentences", () => {
    const few = { sentences: plain.sentences.slice(0, 3) };
    assert.throws(() => foldsOfTagged(few, 4, 1), { code: "E_BAD_DATA" });
  });
});

describe("documents of tagged sentences", () => {
  it("are those of the sentences that are chosen", () => {
    const set = { sentences: plain.sentences.slice(0, 6), documents: [0, 2, 5] };
    assert.deepEqual([...documentOfEach(set.documents, 6)], [0, 0, 1, 1, 1, 2]);
    const chosen = chooseSentences(set, (i) => i !== 2 && i !== 5);
    assert.deepEqual(wordsOf(chosen), ["w0", "w1", "w3", "w4"]);
    assert.deepEqual(chosen.documents, [0, 2]);
  });

  it("are what a split goes by where there are two or more", () => {
    assert.equal(splitBy(plain), "sentence");
    assert.equal(splitBy({ ...plain, documents: [0] }), "sentence");
    assert.equal(splitBy({ ...plain, documents: [0, 9] }), "document");
  });
});
