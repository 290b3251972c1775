import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type SpanScore, spanScores, tokenAccuracy } from "@mltl/core";
import fc from "fast-check";
import { TAG_SCHEMES, type TagSchemeName, tagIn } from "#text/scheme/parse-tag.js";
import { INVALID_TAGS, illegalTags, tagsToSpans } from "#text/scheme/read-tags.js";
import { spansToTags } from "#text/scheme/write-tags.js";

type Score = [precision: number, recall: number, f1: number, support: number];

interface SeqevalScores {
  micro: Score;
  macro: Score | null;
  types: Record<string, Score>;
}

const { cases } = JSON.parse(readFileSync("test/text/scheme/golden/tag-cases.json", "utf8")) as {
  cases: {
    name: string;
    scheme: TagSchemeName;
    gold: string;
    predicted: string;
    conlleval?: {
      counts: [tokens: number, gold: number, found: number, correct: number];
      accuracy: number;
      all: [number, number, number];
      types: Record<string, [number, number, number]>;
    };
    seqeval?: SeqevalScores;
    strict: SeqevalScores;
  }[];
};

const sentences = (text: string) => text.split(" | ").map((tags) => tags.split(" "));
const percent = (value: number) => Number((100 * value).toFixed(2));
const figures = ({ precision, recall, f1, support }: SpanScore): Score => [
  precision,
  recall,
  f1,
  support,
];

function assertScores(actual: ReturnType<typeof spanScores>, expected: SeqevalScores): void {
  const near = (score: SpanScore, wanted: Score) =>
    figures(score).forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]) < 1e-12, `${value} is not ${wanted[i]}`);
    });
  near(actual.all, expected.micro);
  if (expected.macro) near(actual.macro, expected.macro);
  assert.deepEqual(Object.keys(actual.byType), Object.keys(expected.types));
  for (const [type, score] of Object.entries(expected.types)) near(actual.byType[type], score);
}

describe("tagsToSpans and spanScores", () => {
  for (const { name, scheme, conlleval, seqeval, strict, ...texts } of cases) {
    const [gold, predicted] = [sentences(texts.gold), sentences(texts.predicted)];
    const score = (invalid: "conlleval" | "strict") =>
      spanScores(
        gold.map((tags) => tagsToSpans(tags, { scheme, invalid })),
        predicted.map((tags) => tagsToSpans(tags, { scheme, invalid })),
      );

    if (conlleval) {
      it(`give conlleval.pl's figures: ${name}`, () => {
        const { all, byType } = score("conlleval");
        const rates = (own: SpanScore) => [own.precision, own.recall, own.f1].map(percent);
        assert.deepEqual(rates(all), conlleval.all);
        assert.equal(all.support, conlleval.counts[1]);
        assert.deepEqual(
          Object.entries(byType).map(([type, own]) => [type, rates(own)]),
          Object.entries(conlleval.types),
        );
        assert.equal(percent(tokenAccuracy(gold, predicted)), conlleval.accuracy);
      });
    }

    if (seqeval) {
      it(`give seqeval's default figures: ${name}`, () =>
        assertScores(score("conlleval"), seqeval));
    }

    it(`give seqeval's strict figures: ${name}`, () => assertScores(score("strict"), strict));
  }
});

describe("tagsToSpans", () => {
  it("reads BIO, and as conlleval does, if nothing is said", () => {
    assert.deepEqual(tagsToSpans(["I-PER", "I-LOC"]), [
      { type: "PER", start: 0, end: 1 },
      { type: "LOC", start: 1, end: 2 },
    ]);
  });

  it("reads BILUO as it reads BIOES, under any policy", () => {
    const letters = fc.array(fc.constantFrom("O", "B-X", "I-X", "E-X", "S-X", "B-Y", "E-Y"));
    fc.assert(
      fc.property(letters, fc.constantFrom(...INVALID_TAGS), (tags, invalid) => {
        const renamed = tags.map((tag) => tag.replace(/^E/, "L").replace(/^S/, "U"));
        assert.deepEqual(
          tagsToSpans(renamed, { scheme: "BILOU", invalid }),
          tagsToSpans(tags, { scheme: "IOBES", invalid }),
        );
      }),
    );
  });

  it("keeps an IOB1 entity that an illegal B- ends (seqeval's strict mode drops it)", () => {
    assert.deepEqual(tagsToSpans(["I-X", "B-X", "B-Y"], { scheme: "IOB1", invalid: "strict" }), [
      { type: "X", start: 0, end: 1 },
      { type: "X", start: 1, end: 2 },
    ]);
  });

  it("refuses a tag of another scheme, and names the schemes", () => {
    const read = (tag: string, scheme?: TagSchemeName) => () => tagsToSpans([tag], { scheme });
    assert.throws(read("E-PER"), (error: { code: string; message: string; hint: string }) => {
      assert.equal(error.code, "E_BAD_SCHEME");
      assert.equal(
        error.message,
        "Expected O, B-TYPE or I-TYPE for a tag of scheme BIO, received 'E-PER'",
      );
      assert.match(error.hint, /IOB1, BIO, IOB2, BIOES/);
      return true;
    });
    for (const tag of ["B", "B-", "PER", "", "-X-", "o"]) {
      assert.throws(read(tag, "BIOES"), { code: "E_BAD_SCHEME" }, tag);
    }
    assert.throws(read("L-PER", "BIOES"), { code: "E_BAD_SCHEME" });
  });
});

describe("policies for invalid tags", () => {
  const LETTERS = { IOB1: "BI", BIO: "BI", IOB2: "BI", BIOES: "BIES", IOBES: "BIES" } as const;
  const scheme = fc.constantFrom(...(Object.keys(LETTERS) as (keyof typeof LETTERS)[]));
  const tagsOf = (name: keyof typeof LETTERS) =>
    fc.array(
      fc.oneof(
        fc.constant("O"),
        fc
          .tuple(fc.constantFrom(...LETTERS[name]), fc.constantFrom("X", "Y"))
          .map(([letter, type]) => `${letter}-${type}`),
      ),
      { maxLength: 10 },
    );
  const sequence = scheme.chain((name) => fc.tuple(fc.constant(name), tagsOf(name)));
  const illegal = (tags: string[], name: TagSchemeName) =>
    illegalTags(
      tags.map((tag) => tagIn(tag, name)),
      name,
    );

  it("differ only where the scheme is broken, and such places are found", () => {
    fc.assert(
      fc.property(sequence, ([name, tags]) => {
        const [conlleval, strict, drop] = INVALID_TAGS.map((invalid) =>
          tagsToSpans(tags, { scheme: name, invalid }),
        );
        const legal = illegal(tags, name).length === 0;
        if (legal) {
          assert.deepEqual(strict, conlleval);
          assert.deepEqual(drop, conlleval);
        }
        assert.equal(legal, isWritten(tags, conlleval, name));
      }),
      { numRuns: 5_000 },
    );
  });

  const isWritten = (
    tags: string[],
    spans: ReturnType<typeof tagsToSpans>,
    name: TagSchemeName,
  ): boolean => spansToTags(spans, tags.length, name).join() === tags.join();

  it("drop: reads as conlleval does what is left when tags that can't stand are O", () => {
    const opens = (tag: string, before: string, name: string) =>
      name === "IOB1"
        ? tag[0] === "I" || (before !== "O" && before.slice(2) === tag.slice(2))
        : tag[0] === "B" || tag[0] === "S";
    const continues = (tag: string, before: string) =>
      (tag[0] === "I" || tag[0] === "E") &&
      (before[0] === "B" || before[0] === "I") &&
      before.slice(2) === tag.slice(2);
    fc.assert(
      fc.property(sequence, ([name, tags]) => {
        const kept: string[] = [];
        for (const tag of tags) {
          const before = kept.at(-1) ?? "O";
          kept.push(continues(tag, before) || opens(tag, before, name) ? tag : "O");
        }
        assert.deepEqual(
          tagsToSpans(tags, { scheme: name, invalid: "drop" }),
          tagsToSpans(kept, { scheme: name }),
        );
      }),
      { numRuns: 5_000 },
    );
  });

  it("read 'I-X O B-X I-Y' and an unclosed BIOES entity each in its way", () => {
    const read = (name: TagSchemeName, text: string) =>
      INVALID_TAGS.map((invalid) =>
        tagsToSpans(text.split(" "), { scheme: name, invalid })
          .map(({ type, start, end }) => `${type}${start}-${end}`)
          .join(" "),
      );
    assert.deepEqual(read("BIO", "I-X O B-X I-Y"), ["X0-1 X2-3 Y3-4", "X2-3", "X2-3"]);
    assert.deepEqual(read("BIOES", "B-X I-X O I-X E-X"), ["X0-2 X3-5", "", "X0-2"]);
    assert.deepEqual(illegal("B-X I-X O I-X E-X".split(" "), "BIOES"), [1, 3]);
    assert.deepEqual(illegal("O E-X L-X".split(" "), "BIO"), [1, 2]);
  });

  it("know all the schemes", () => {
    for (const name of TAG_SCHEMES) assert.deepEqual(illegal(["O", "O"], name), []);
  });
});
