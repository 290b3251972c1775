import assert from "node:assert/strict";
import fc from "fast-check";
import { alignDocument } from "#text/document/align-entities.js";
import type { TextDocument, TextEntity } from "#text/document/document.js";
import type { AnnotationForm, OffsetForm } from "#text/formats/annotation-form.js";
import { TAG_SCHEMES } from "#text/scheme/parse-tag.js";
import { segment } from "#text/segment/segment.js";
import { formFiles } from "./in-memory.js";

/** Letters, blanks, line ends, quotes and separators, and characters of several units. */
const PIECES = [
  ..."abZ .,;|=_\\\"'#-\t\n",
  "\r\n",
  "😀",
  "👨‍👩‍👧",
  "é",
  "e\u0301",
  "中文",
  "\u00a0",
  "\u2028",
  "𝒳",
  "ﷺ",
  "\ufeff",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 3 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((pieces) => pieces.join(""));
const type = fc.constantFrom("PER", "LOC", "B-cell", "Ünï");

const sorted = (entities: TextEntity[]) =>
  entities.sort((a, b) => a.start - b.start || b.end - a.end || (a.type < b.type ? -1 : 1));

/** A document whose entities are any stretches of whole characters. */
const withOffsets: fc.Arbitrary<TextDocument> = fc
  .tuple(text, fc.array(fc.tuple(type, fc.nat(), fc.nat()), { maxLength: 5 }))
  .map(([own, places]) => {
    const borders = [0];
    for (const character of own) borders.push(borders[borders.length - 1] + character.length);
    const entities = places.flatMap(([name, a, b]) => {
      const [start, end] = [a, b].map((n) => borders[n % borders.length]).sort((x, y) => x - y);
      return start < end ? { type: name, start, end } : [];
    });
    const unique = new Map(entities.map((one) => [JSON.stringify(one), one]));
    return { id: "d", text: own, exactText: true, entities: sorted([...unique.values()]) };
  });

/** A document whose entities are spans of its tokens that don't overlap. */
const withTokens: fc.Arbitrary<TextDocument> = fc
  .tuple(text, fc.infiniteStream(fc.nat(3)), type, type)
  .map(([own, random, one, other]) => {
    const sentences = segment(own).map(({ tokens }) => tokens);
    const next = () => random.next().value as number;
    const entities: TextEntity[] = [];
    for (const tokens of sentences) {
      for (let i = next(); i < tokens.length; i += next() + 1) {
        const last = Math.min(i + next(), tokens.length - 1);
        entities.push({
          type: next() % 2 ? one : other,
          start: tokens[i].start,
          end: tokens[last].end,
        });
        i = last;
      }
    }
    return { id: "d", text: own, exactText: true, sentences, entities };
  });

const essence = ({ text, entities }: TextDocument) => ({ text, entities: sorted([...entities]) });

describe("annotated text from one form to another and back", function () {
  this.timeout(120_000);
  const { again } = formFiles();
  const offsetForms: OffsetForm[] = ["brat", "spacy", "doccano", "prodigy", "label-studio", "csv"];

  for (const form of offsetForms) {
    it(`${form} holds every stretch of any text`, async () => {
      const runs = form === "brat" ? 60 : 200;
      const documents = fc.sample(withOffsets, { numRuns: runs, seed: 7 });
      const numbered = documents.map((document, i) => ({ ...document, id: `d${i + 10_000}` }));
      const { written, read } = await again(numbered, form);
      assert.deepEqual(written.lost, {});
      assert.deepEqual(read.documents.map(essence), numbered.map(essence));
      assert.deepEqual(
        read.problems.filter(({ kind }) => kind !== "unknown-unit"),
        [],
      );
    });
  }

  for (const offsets of ["utf16", "code-point"] as const) {
    it(`offsets in ${offsets} come back in every form that has offsets`, async () => {
      const documents = fc.sample(withOffsets, { numRuns: 30, seed: 3 });
      for (const form of offsetForms.filter((name) => name !== "brat")) {
        const { read } = await again(
          documents.map((document, i) => ({ ...document, id: `d${i}` })),
          form,
          { offsets },
        );
        assert.deepEqual(read.documents.map(essence), documents.map(essence), form);
      }
    });
  }

  it("every pair of forms with offsets gives the same entities through both", async () => {
    const documents = fc
      .sample(withOffsets, { numRuns: 12, seed: 11 })
      .map((document, i) => ({ ...document, id: `d${i + 10}` }));
    for (const first of offsetForms) {
      const { read } = await again(documents, first);
      for (const second of offsetForms) {
        const other = await again(read.documents, second);
        assert.deepEqual(other.written.lost, {}, `${first} to ${second}`);
        assert.deepEqual(other.read.documents.map(essence), documents.map(essence));
      }
    }
  });

  for (const form of ["conllu", "spacy", "prodigy"] as const) {
    it(`${form} holds text, tokens, sentences and their entities`, async () => {
      const documents = fc
        .sample(withTokens, { numRuns: 200, seed: 5 })
        .filter(({ sentences }) => sentences && sentences.length > 0);
      const { written, read } = await again(documents, form);
      assert.deepEqual(written.lost, {});
      assert.deepEqual(
        read.documents.map((document) => ({ ...essence(document), s: document.sentences })),
        documents.map((document) => ({ ...essence(document), s: document.sentences })),
      );
    });
  }

  for (const scheme of TAG_SCHEMES) {
    it(`conll in ${scheme}, found again from the whole file, keeps tokens and entities`, async () => {
      const documents = fc.sample(withTokens, { numRuns: 80, seed: 9 });
      const { read } = await again(documents, "conll", { scheme });
      const tokens = (some: readonly TextDocument[]) =>
        some
          .map(alignDocument)
          .flatMap(({ sentences }) => sentences.map(({ words, spans }) => ({ words, spans })));
      assert.deepEqual(tokens(read.documents), tokens(documents));
      assert.deepEqual(read.problems, []);
    });
  }

  it("conll, conllu, spacy and prodigy give what came as tokens back to each other", async () => {
    const documents = fc
      .sample(withTokens, { numRuns: 20, seed: 2 })
      .filter(({ sentences }) => sentences && sentences.length > 0);
    const { read } = await again(documents, "conll");
    const whole = (some: readonly TextDocument[]) =>
      some.map((document) => ({ ...essence(document), s: document.sentences }));
    const forms: AnnotationForm[] = ["conll", "conllu", "spacy", "prodigy"];
    for (const first of forms) {
      const one = await again(read.documents, first);
      assert.deepEqual(one.written.lost, {}, first);
      assert.deepEqual(whole(one.read.documents), whole(read.documents), first);
    }
  });

  it("10,000 texts of any characters: each entity's slice is its text", async () => {
    const documents = fc
      .sample(withOffsets, { numRuns: 10_000, seed: 1 })
      .map((document, i) => ({ ...document, id: `d${i}` }));
    let entities = 0;
    for (const form of ["spacy", "csv"] as const) {
      const { read } = await again(documents, form);
      read.documents.forEach((document, n) => {
        document.entities.forEach(({ start, end }, i) => {
          const gold = documents[n].entities[i];
          assert.equal(
            document.text.slice(start, end),
            documents[n].text.slice(gold.start, gold.end),
          );
          entities++;
        });
        if (form === "csv") return;
        const { sentences, misaligned } = alignDocument(document);
        const spans = sentences.flatMap(({ spans: own, tokens }) =>
          own.map((span) => [tokens[span.start].start, tokens[span.end - 1].end] as const),
        );
        assert.equal(spans.length + misaligned.length, document.entities.length);
        for (const [start, end] of spans) {
          const slice = document.text.slice(start, end);
          assert.ok(
            document.entities.some((one) =>
              document.text.slice(one.start, one.end).includes(slice),
            ),
          );
        }
      });
    }
    assert.ok(entities > 20_000, String(entities));
  });
});
