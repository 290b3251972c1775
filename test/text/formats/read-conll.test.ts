import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parseConll, readConllSentences } from "#text/formats/conll-sentences.js";
import { formFiles, named } from "./in-memory.js";

const tagged = (rows: [string, string][]) => rows.map((row) => row.join("\t")).join("\n");
const spans = (text: string, options = {}) =>
  parseConll(text, "a.conll", options).sentences.map((sentence) =>
    sentence.spans.map(
      ({ type, start, end }) => `${type} ${sentence.words.slice(start, end).join(" ")}`,
    ),
  );

describe("CoNLL files", () => {
  const { folder, read } = formFiles();

  it("finds columns in any order, separated by tabs or blanks", () => {
    const found = (text: string) => parseConll(text, "a.conll").layout;
    const four = "EU NNP I-NP I-ORG\nsaid VBD I-VP O\n";
    assert.deepEqual(found(four), {
      separator: "blank",
      columns: 4,
      token: 1,
      tag: 4,
      otherTags: [3],
    });
    assert.deepEqual(spans(four), [["ORG EU"]]);
    assert.deepEqual(spans(four, { columns: { tag: 3 } }), [["NP EU", "VP said"]]);
    assert.deepEqual(spans("B-FILM\tNew Heat\nO\tis\n"), [["FILM New Heat"]]);
    const numbered = found("1\tBonn\tB-LOC\t-\tx\n2\tis\tO\t-\tx\n");
    assert.deepEqual([numbered.token, numbered.tag], [2, 3]);
  });

  it("finds the scheme over the whole file, not in its first lines", () => {
    const scheme = (rows: [string, string][]) => parseConll(tagged(rows), "a").scheme;
    const long = Array.from({ length: 500 }, (): [string, string] => ["w", "O"]);
    assert.equal(scheme([["a", "B-X"], ["b", "I-X"], ...long]), "BIO");
    assert.equal(scheme([["a", "I-X"], ["b", "I-X"], ...long]), "IOB1");
    assert.equal(scheme([["a", "B-X"], ["b", "E-X"], ...long]), "BIOES");
    assert.equal(scheme([...long, ["a", "U-X"], ["a", "B-X"], ["b", "L-X"]]), "BILUO");
    assert.equal(scheme([["a", "B-X"], ["b", "I-X"], ["c", "E-X"], ...long]), "BIOES");
  });

  it("names lines of another scheme, and tags that the scheme forbids, with the policy", () => {
    const rows: [string, string][] = Array.from({ length: 20 }, () => ["w", "B-X"]);
    const text = `${tagged(rows)}\n\nv\tI-Y\nv\tO\n\nu\tS-X\n`;
    const { scheme, problems, sentences } = parseConll(text, "a.conll");
    assert.equal(scheme, "BIO");
    assert.deepEqual(
      problems.map(({ kind, line, reason }) => [kind, line, reason]),
      [
        [
          "invalid-tags",
          22,
          "BIO does not allow I-Y between the start of the sentence and O; read as conlleval",
        ],
        [
          "bad-tag",
          25,
          "expected O, B-TYPE or I-TYPE, as in the rest of the file (BIO), received 'S-X'; its sentence is left out",
        ],
      ],
    );
    assert.equal(sentences.length, 2);
    assert.deepEqual(spans(text)[1], ["Y v"]);
    assert.deepEqual(spans(text, { invalid: "drop" })[1], []);
  });

  it("names a broken line and leaves its sentence out, keeps the others", () => {
    const text = "a\tO\nb\tB-X\n\nc\tO\nd\nf\tO\n\ng\tx\n\nh\tO\n";
    const { problems, sentences } = parseConll(text, "a.conll");
    assert.deepEqual(
      problems.map(({ line, reason }) => [line, reason]),
      [
        [5, "expected 2 columns, received 1: 'd'; its sentence is left out"],
        [8, "expected a tag in column 2, received 'x'; its sentence is left out"],
      ],
    );
    assert.deepEqual(
      sentences.map(({ words }) => words.join(" ")),
      ["a b", "h"],
    );
  });

  it("reads a line of blanks among lines of tabs, and says so", () => {
    const { problems, sentences } = parseConll("a\tO\nb B-X\nc\tO\n", "a.conll");
    assert.deepEqual(
      problems.map(({ kind, line }) => [kind, line]),
      [["mixed-separators", 2]],
    );
    assert.equal(sentences[0].spans.length, 1);
  });

  it("refuses what has no tags, and what is mostly broken", () => {
    assert.throws(() => parseConll("a NN\nb VB\n", "a.conll"), {
      code: "E_BAD_DATA",
      message:
        "Expected a column of tags (O, B-TYPE, I-TYPE, ...) in a.conll, found none in 2: 'a NN'",
    });
    const broken = Array.from({ length: 8 }, (_, i) => "x ".repeat(i + 3)).join("\n");
    assert.throws(
      () => parseConll(`a O\nb O\nc O\n${broken}\n`, "a.conll"),
      /8 of 11 are not so; line 4/,
    );
  });

  it("takes a byte order mark, Windows' line ends, comments, runs of blank lines and gzip", async () => {
    const text =
      "\ufeff# id = 1\r\n-DOCSTART- -X- O\r\n\r\n# O\r\nAnn B-PER\r\n\r\n \r\n\r\n-DOCSTART- -X- O\r\n\r\nBo B-PER\r\n";
    writeFileSync(folder.at("a.conll.gz"), gzipSync(text));
    const { sentences, documents, problems } = await readConllSentences(folder.at("a.conll.gz"));
    assert.deepEqual(
      sentences.map(({ words }) => words),
      [["#", "Ann"], ["Bo"]],
    );
    assert.deepEqual(documents, [0, 1]);
    assert.deepEqual(problems, []);
    const read2 = await read("b.conll", text);
    assert.deepEqual(named(read2.documents), [["PER Ann"], ["PER Bo"]]);
  });

  it("reads a sentence of 10,000 tokens, one label, an empty file", () => {
    const rows = Array.from({ length: 10_000 }, (_, i): [string, string] => [
      `w${i}`,
      i % 100 === 0 ? "B-X" : "O",
    ]);
    const { sentences, problems } = parseConll(tagged(rows), "a");
    assert.deepEqual([sentences.length, sentences[0].spans.length], [1, 100]);
    assert.deepEqual(
      problems.map(({ kind, line }) => [kind, line]),
      [["long-sentence", 1]],
    );
    assert.deepEqual(parseConll("a\tO\nb\tO\n", "a").sentences[0].spans, []);
    assert.deepEqual(parseConll("", "a").sentences, []);
  });

  it("names a byte that is no UTF-8, and a file that isn't there", async () => {
    writeFileSync(folder.at("latin.conll"), Buffer.from("caf\xe9\tO\n", "latin1"));
    await assert.rejects(
      readConllSentences(folder.at("latin.conll")),
      /latin\.conll: invalid UTF-8 at byte 3/,
    );
    await assert.rejects(readConllSentences(folder.at("none.conll")), { code: "E_NOT_FOUND" });
  });

  it("counts problems beyond the first twenty of a kind", () => {
    const good = Array.from({ length: 50 }, () => "w\tO\n\n").join("");
    const { problems } = parseConll(good + "broken\n\n".repeat(30), "a");
    assert.equal(problems.length, 21);
    assert.deepEqual([problems[20].count, problems[20].reason], [10, "10 more of this kind"]);
  });

  it("takes CPU time in proportion to a file's length", () => {
    const sentence = "The\tO\nUnited\tB-ORG\nNations\tI-ORG\nmet\tO\n.\tO\n\n";
    const cost = (count: number) => {
      const text = sentence.repeat(count);
      const before = process.cpuUsage();
      assert.equal(parseConll(text, "a").sentences.length, count);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    cost(2_000);
    assert.ok(cost(40_000) < 4, "2 MB in 4 s of CPU time, on any machine");
  });
});
