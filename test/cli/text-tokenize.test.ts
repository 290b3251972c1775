import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";
import { wordPieceJson } from "../text/subwords/small-tokenizers.js";

const TEXT = "😀 Ann is pláying in Lund.\n\nNo end";

describe("mltl text tokenize", function () {
  this.timeout(60_000);
  const folder = scratchFolder();
  let file = "";

  before(() => {
    file = folder.at("letter.txt");
    writeFileSync(file, TEXT);
    writeFileSync(folder.at("tokenizer.json"), JSON.stringify(wordPieceJson()));
  });

  it("gives words, and pieces with the windows that an encoder sees; every place is the text's", async () => {
    const { stdout, stderr, code } = await runMltl([
      ...["text", "tokenize", file, "--tokenizer", folder.at("tokenizer.json")],
      ...["--max-pieces", "8", "--overlap", "2", "--format", "jsonl"],
    ]);
    assert.equal(code, 0, stderr);
    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      records.map(({ text }) => text),
      ["😀 Ann is pláying in Lund.", "No end"],
    );
    for (const { words } of records) {
      for (const word of words) {
        assert.equal(TEXT.slice(word.start, word.end), word.text);
        for (const { start, end, text } of word.pieces) assert.equal(TEXT.slice(start, end), text);
      }
    }
    const playing = records[0].words.find(({ text }: { text: string }) => text === "pláying");
    assert.deepEqual(
      playing.pieces.map(({ piece, text }: { piece: string; text: string }) => [piece, text]),
      [
        ["play", "pláy"],
        ["##ing", "ing"],
      ],
    );
    assert.ok(records[0].windows.length > 1 && records[1].windows.length === 1);
    assert.match(stderr, /^2 sentences, 9 words$/m);
    assert.match(stderr, /^WordPiece of \d+ pieces: \d+ pieces, [\d.]+ a word, 1 unknown$/m);
  });

  it("gives our own words where there is no tokenizer, as a table", async () => {
    const { stdout, code } = await runMltl(["text", "tokenize", file, "--format", "table"]);
    assert.equal(code, 0);
    assert.match(stdout, /^input +sentence +word +start +end$/m);
    assert.match(stdout, /letter\.txt +0 +pláying +10 +17$/m);
  });

  it("refuses what is no tokenizer, and says what could not be read", async () => {
    const none = await runMltl(["text", "tokenize", file, "--tokenizer", file]);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /Expected a tokenizer\.json, received .*letter\.txt: it is no JSON/);
    const absent = await runMltl(["text", "tokenize", folder.at("no.txt"), "--format", "jsonl"]);
    assert.equal(absent.code, 1);
    assert.equal(JSON.parse(absent.stdout).status, "missing");
  });
});
