import assert from "node:assert/strict";
import { segment } from "@mltl/text";
import fc from "fast-check";
import { PhraseTable } from "#text/rules/phrase-table.js";
import { type RuleTokens, ruleTokens } from "#text/rules/rule-tokens.js";
import { columnsOf, sentenceOf } from "./sentence-of.js";

function tableOf(phrases: Record<string, string>, letters: "exact" | "ignore" = "exact") {
  const table = new PhraseTable(letters);
  for (const [phrase, type] of Object.entries(phrases)) table.add(phrase, type);
  return table;
}

/** `type text` of each hit, the text as tokens. */
function hits(table: PhraseTable, sentence: RuleTokens): string[] {
  return table
    .find(sentence)
    .map(({ type, start, end }) => `${type} ${sentence.tokens.slice(start, end).join("|")}`);
}

describe("PhraseTable", () => {
  it("finds every phrase that begins and ends with a token, and nothing inside of one", () => {
    const table = tableOf({ York: "LOC", "New York": "LOC", "New York Times": "ORG", art: "X" });
    assert.deepEqual(hits(table, sentenceOf("The New York Times of Yorkshire started.")), [
      "LOC New|York",
      "ORG New|York|Times",
      "LOC York",
    ]);
  });

  it("takes white space of any kind and length for one blank, and no blank for none", () => {
    const table = tableOf({ "New  York ": "LOC", "I.B.M.": "ORG" });
    assert.deepEqual(hits(table, sentenceOf("to New\u00a0 York")), ["LOC New|York"]);
    assert.deepEqual(hits(table, sentenceOf("to New-York, to NewYork")), []);
    assert.deepEqual(hits(table, sentenceOf("an I.B.M. clone")), ["ORG I.B.M."]);
  });

  it("keeps phrases with and without a blank apart, whose characters are the same", () => {
    const table = tableOf({ "Face Book": "A", Facebook: "B", FaceBook: "C" });
    assert.deepEqual(hits(table, sentenceOf("Face Book, Facebook, FaceBook")), [
      "A Face|Book",
      "B Facebook",
      "C FaceBook",
    ]);
  });

  it("finds phrases over marks that are tokens of their own", () => {
    const table = tableOf({ "Ann's Bar": "ORG", "Yahoo!": "ORG", "AT&T": "ORG", "东京 塔": "LOC" });
    assert.deepEqual(hits(table, sentenceOf("at Ann's Bar")), ["ORG Ann|'s|Bar"]);
    assert.deepEqual(hits(table, sentenceOf("by Yahoo! now")), ["ORG Yahoo|!"]);
    assert.deepEqual(hits(table, sentenceOf("by AT&T now")), ["ORG AT&T"]);
  });

  it("looks for a phrase's blanks between columns, where more borders may be", () => {
    const table = tableOf({ "Ann's Bar": "ORG", "New York": "LOC", NewYork: "X" });
    assert.deepEqual(hits(table, columnsOf("at", "Ann", "'s", "Bar")), ["ORG Ann|'s|Bar"]);
    assert.deepEqual(hits(table, columnsOf("to", "New York")), []);
    assert.deepEqual(hits(table, columnsOf("to", "New", "York")), ["LOC New|York"]);
  });

  it("keeps to the case of letters, or folds it as Unicode does", () => {
    const phrases = { "STRASSE 9": "A", Ὀδυσσεύς: "B", iPhone: "C" };
    assert.deepEqual(hits(tableOf(phrases), sentenceOf("an IPHONE, an iPhone")), ["C iPhone"]);
    const folded = tableOf(phrases, "ignore");
    assert.deepEqual(hits(folded, sentenceOf("Straße 9, ὈΔΥΣΣΕΎΣ, IPHONE")), [
      "A Straße|9",
      "B ὈΔΥΣΣΕΎΣ",
      "C IPHONE",
    ]);
  });

  it("takes composed and decomposed letters for the same", () => {
    const table = tableOf({ "Mu\u0308nchen": "LOC" });
    assert.deepEqual(hits(table, sentenceOf("in M\u00fcnchen")), ["LOC M\u00fcnchen"]);
  });

  it("leaves a phrase the type that it had first, and says so", () => {
    const table = new PhraseTable();
    assert.equal(table.add("Paris", "LOC"), "LOC");
    assert.equal(table.add("Paris", "PER"), "LOC");
    assert.equal(table.size, 1);
    assert.deepEqual(hits(table, sentenceOf("Paris")), ["LOC Paris"]);
  });

  it("finds what a search of every stretch finds", () => {
    const word = fc.constantFrom("a", "b", "ab", "A", "é", "e\u0301", "東", "-", "x.");
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { minLength: 1, maxLength: 30 }),
        fc.array(word, { minLength: 1, maxLength: 12 }),
        (phrases, words) => {
          const table = new PhraseTable();
          for (const one of phrases) table.add(one, "X");
          const text = words.join(" ");
          for (const { text: whole, tokens } of segment(text)) {
            const sentence = ruleTokens(whole, tokens, false);
            const known = new Set(phrases.map((one) => one.normalize("NFC")));
            const expected: string[] = [];
            for (let start = 0; start < tokens.length; start++) {
              for (let end = start + 1; end <= tokens.length; end++) {
                const slice = whole.slice(sentence.starts[start], sentence.ends[end - 1]);
                if (known.has(slice.normalize("NFC"))) expected.push(`${start}-${end}`);
              }
            }
            const found = table.find(sentence).map(({ start, end }) => `${start}-${end}`);
            assert.deepEqual(found, expected);
          }
        },
      ),
    );
  });

  it("holds 100,000 phrases, and finds the last as well as the first", () => {
    const table = new PhraseTable();
    for (let i = 0; i < 100_000; i++) table.add(`Name${i} of ${i % 97} Hills`, `T${i % 7}`);
    assert.equal(table.size, 100_000);
    for (const i of [0, 1, 50_000, 99_999]) {
      const sentence = sentenceOf(`so Name${i} of ${i % 97} Hills ended`);
      assert.deepEqual(hits(table, sentence), [`T${i % 7} Name${i}|of|${i % 97}|Hills`]);
    }
    assert.deepEqual(hits(table, sentenceOf("so Name100000 of 90 Hills ended")), []);
  });
});
