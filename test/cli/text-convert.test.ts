import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";

describe("mltl text convert", function () {
  this.timeout(60_000);
  const folder = scratchFolder();
  const run = (...words: string[]) => runMltl(["text", "convert", ...words], { cwd: folder.path });

  before(() => {
    writeFileSync(
      folder.at("a.conll"),
      "EU I-ORG\r\nmet O\r\n😀 O\r\nAnn I-PER\r\n\r\nno tag here\r\n",
    );
    mkdirSync(folder.at("brat"));
    writeFileSync(folder.at("brat/note.txt"), "😀 Ann Lee left.\n");
    writeFileSync(
      folder.at("brat/note.ann"),
      "T1\tPER 2 9\tAnn Lee\nT2\tPER 2 4\tAn\nT3\tPER 2 5;10 14\tAnn left\nR1\tOf Arg1:T1 Arg2:T2\n",
    );
  });

  it("writes the documents on standard output, and what was found and left out beside it", async () => {
    const { code, stdout, stderr } = await run("a.conll", "--to", "doccano");
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      id: 1,
      text: "EU met 😀 Ann",
      label: [
        [0, 2, "ORG"],
        [10, 13, "PER"],
      ],
    });
    assert.match(
      stderr,
      /read as conll; 2 columns separated by blanks: token 1, tag 2; scheme IOB1/,
    );
    assert.match(stderr, /a\.conll:6: expected 2 columns, received 3: 'no tag here'/);
    assert.match(stderr, /lost in doccano: sentences' tokens \(1\)/);
  });

  it("counts what tokens can't hold, by kind and as JSON, each with the text around it", async () => {
    const words = ["brat", "--to", "conll", "--scheme", "BIOES", "--out", "o.conll"];
    const { code, stdout } = await run(...words, "--format", "json", "--strict");
    assert.equal(code, 1);
    const { lost, leftOut, misaligned, entities } = JSON.parse(stdout);
    assert.equal(entities, 1);
    assert.deepEqual(leftOut, { relations: 1 });
    assert.deepEqual(lost, {
      "documents' spacing": 1,
      "entities in pieces": 1,
      "entities that begin or end inside a token": 1,
    });
    assert.deepEqual(
      misaligned.map(({ kind, before, text, after }: Record<string, string>) => [
        kind,
        before + text + after,
      ]),
      [
        ["in-pieces", "😀 Ann Lee left.\n"],
        ["inside-token", "😀 Ann Lee left.\n"],
      ],
    );
    assert.match(readFileSync(folder.at("o.conll"), "utf8"), /^😀\tO\nAnn\tB-PER\nLee\tE-PER\n/);
  });

  it("goes to brat and back without a loss", async () => {
    await run("brat", "--to", "brat", "--out", "again");
    assert.deepEqual(readdirSync(folder.at("again")).sort(), ["note.ann", "note.txt"]);
    assert.match(readFileSync(folder.at("again/note.ann"), "utf8"), /PER 2 5;10 14\tAnn left\n/);
  });

  it("says what is missing or can't be", async () => {
    const noFolder = await run("a.conll", "--to", "brat");
    assert.equal(noFolder.code, 2);
    assert.match(noFolder.stderr, /brat is a folder of files/);
    const noFile = await run("nowhere.conll", "--to", "csv");
    assert.match(noFile.stderr, /No file 'nowhere\.conll'/);
    const columns = await run("a.conll", "--to", "csv", "--columns", "tag=7");
    assert.match(columns.stderr, /No tag column 7 in a\.conll: most of its lines have 2/);
  });
});
