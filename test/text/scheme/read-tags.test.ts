import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type SpanScore, spanScores, tokenAccuracy } from "@mltl/core";
import fc from "fast-check";
import { type TagSchemeName, tagsToSpans } from "#text/scheme/read-tags.js";

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
    const score = (invalid: "conlleval" | "discard") =>
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

    it(`give seqeval's strict figures: ${name}`, () => assertScores(score("discard"), strict));
  }
});

describe("tagsToSpans", () => {
  it("reads BIO, and as conlleval does, if nothing is said", () => {
    assert.deepEqual(tagsToSpans(["I-PER", "I-LOC"]), [
      { type: "PER", start: 0, end: 1 },
      { type: "LOC", start: 1, end: 2 },
    ]);
  });

  it("reads BILUO as it reads BIOES, under either policy", () => {
    const letters = fc.array(fc.constantFrom("O", "B-X", "I-X", "E-X", "S-X", "B-Y", "E-Y"));
    fc.assert(
      fc.property(letters, fc.constantFrom("conlleval", "discard"), (tags, invalid) => {
        const renamed = tags.map((tag) => tag.replace(/^E/, "L").replace(/^S/, "U"));
        assert.deepEqual(
          tagsToSpans(renamed, { scheme: "BILOU", invalid }),
          tagsToSpans(tags, { scheme: "IOBES", invalid }),
        );
      }),
    );
  });

  it("keeps an IOB1 entity that an illegal B- ends (seqeval's strict mode drops it)", () => {
    assert.deepEqual(tagsToSpans(["I-X", "B-X", "B-Y"], { scheme: "IOB1", invalid: "discard" }), [
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
