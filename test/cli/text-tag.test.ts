import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sentenceRecordSchema } from "@mltl/text";
import { type ChildResult, runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";
import { saveTinyTagger } from "../text/tag/tiny-tagger.js";

const binary = path.resolve("packages/cli/bin/mltl.js");
const letter = "\ufeffAnn went to the town 😀 in May.\r\n\r\nThen Bob came. He saw Cy.\r\n";

function records(jsonl: string) {
  const lines = jsonl.trimEnd().split("\n");
  return lines.map((line) => sentenceRecordSchema.parse(JSON.parse(line)));
}

describe("mltl text tag", function () {
  this.timeout(60_000);
  const folder = scratchFolder();
  const tiny = () => folder.at("tiny");

  before(async () => {
    await saveTinyTagger(tiny());
    mkdirSync(folder.at("mixed/below"), { recursive: true });
    writeFileSync(folder.at("letter.txt"), letter);
    writeFileSync(folder.at("mixed/a.txt"), "Ann left.");
    writeFileSync(folder.at("mixed/b.jsonl"), '{"text":"Bob came."}\nno json\n');
    writeFileSync(folder.at("mixed/below/c.csv"), 'id,text\n1,"Cy, the old one."\n');
    writeFileSync(folder.at("mixed/below/d.conll"), "Dee\tB-PER\nran\tO\n\n");
    writeFileSync(folder.at("mixed/empty.txt"), "");
    writeFileSync(folder.at("mixed/latin.txt"), Buffer.from("caf\xe9", "latin1"));
    writeFileSync(folder.at("mixed/photo.jpg"), Buffer.from([0xff, 0xd8]));
    symlinkSync(folder.at("mixed/nowhere"), folder.at("mixed/dangling.txt"));
    writeFileSync(folder.at("latin.txt"), Buffer.from("Ann. caf\xe9", "latin1"));
  });

  /** Runs it in the scratch folder with the tiny tagger. */
  const run = (...words: string[]): Promise<ChildResult> =>
    runMltl(["text", "tag", "--model", tiny(), ...words], { cwd: folder.path });

  const runOn = async (text: string | Buffer, ...words: string[]): Promise<ChildResult> => {
    const child = spawn(process.execPath, [binary, "text", "tag", "--model", tiny(), ...words]);
    child.stdin.end(text);
    const result: ChildResult = { code: null, stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk) => {
        result[name] += chunk;
      });
    }
    [result.code] = await once(child, "close");
    return result;
  };

  it("writes jsonl into a pipe: records of the schema that say what stands in the file", async () => {
    const { code, stdout } = await run("letter.txt");
    assert.equal(code, 0);
    const found = records(stdout);
    assert.deepEqual(
      found.map(({ text }) => text),
      ["Ann went to the town 😀 in May.", "Then Bob came.", "He saw Cy."],
    );
    for (const record of found) {
      for (const part of [record, ...record.entities]) {
        assert.equal(letter.slice(part.start, part.end), part.text);
      }
    }
  });

  it("takes the text itself from standard input", async () => {
    const { code, stdout } = await runOn("Ann left. Bob came.", "-");
    assert.equal(code, 0);
    assert.deepEqual(
      records(stdout).map((record) => [record.path, record.text]),
      [
        ["-", "Ann left."],
        ["-", "Bob came."],
      ],
    );
  });

  it("walks a folder of mixed files, gives each a status, and goes on", async () => {
    const { code, stdout, stderr } = await run("mixed");
    assert.equal(code, 0);
    assert.deepEqual(
      records(stdout).map((record) => [record.path, record.status]),
      [
        ["mixed/a.txt", "ok"],
        ["mixed/b.jsonl#1", "ok"],
        ["mixed/b.jsonl#2", "failed"],
        ["mixed/below/c.csv#1", "ok"],
        ["mixed/below/d.conll", "ok"],
        ["mixed/dangling.txt", "missing"],
        ["mixed/empty.txt", "ok"],
        ["mixed/latin.txt", "failed"],
      ],
    );
    assert.match(stderr, /mixed\/latin\.txt: failed: invalid UTF-8 at byte 3\n/);
    assert.match(stderr, /^inputs: 5 ok, 2 failed, 1 missing; 1 other file ignored\n/m);
    assert.match(stderr, /tokens\/s\n$/);
  });

  it("ends with 1 when anything fails under --strict, or nothing could be read", async () => {
    assert.equal((await run("mixed", "--strict")).code, 1);
    assert.equal((await run("letter.txt", "--strict")).code, 0);
    const { code, stdout } = await run("latin.txt", "no-such.txt");
    assert.equal(code, 1);
    assert.deepEqual(
      records(stdout).map(({ status, reason }) => [status, reason]),
      [
        ["failed", "invalid UTF-8 at byte 8"],
        ["missing", "no such file or folder"],
      ],
    );
  });

  it("decodes what is no UTF-8 under --lenient", async () => {
    const { code, stdout } = await run("latin.txt", "--lenient");
    assert.equal(code, 0);
    assert.equal(records(stdout).at(-1)?.text, "Ann. caf\ufffd");
  });

  it("takes each line as one sentence under --lines", async () => {
    const { stdout } = await run("letter.txt", "--lines");
    assert.deepEqual(
      records(stdout).map(({ sentence, text }) => [sentence, text]),
      [
        [0, "Ann went to the town 😀 in May."],
        [2, "Then Bob came. He saw Cy."],
      ],
    );
  });

  it("reads the layout that --input names, from the column that --text-column names", async () => {
    const { stdout } = await runOn(
      "body,n\nAnn left.,1\n",
      "-",
      "--input",
      "csv",
      "--text-column",
      "body",
    );
    assert.deepEqual(
      records(stdout).map((record) => [record.path, record.text]),
      [["-#1", "Ann left."]],
    );
  });

  it("keeps the types and the confidence asked for", async () => {
    const types = async (...words: string[]) =>
      records((await run("letter.txt", ...words)).stdout).flatMap(({ entities }) =>
        entities.map(({ type }) => type),
      );
    const every = await types();
    assert.ok(every.length > 0);
    const [type] = every;
    assert.deepEqual(
      await types("--types", type),
      every.filter((other) => other === type),
    );
    assert.deepEqual(await types("--min-confidence", "1"), []);
  });

  it("writes the form that the name of --out tells", async () => {
    for (const [name, form] of [
      ["out.csv", /^path,status,sentence,type,start,end,/],
      ["out.json", /^\[\n\{"schema":"mltl\.sentence\/1"/],
      ["out.conll", /^Ann\t\S+\nwent\t/],
      ["out.html", /^<!doctype html>/],
      ["out.jsonl", /^\{"schema":/],
    ] as const) {
      const { code, stdout } = await run("letter.txt", "--out", name);
      assert.equal(code, 0);
      assert.equal(stdout, "");
      assert.match(readFileSync(folder.at(name), "utf8"), form);
    }
    assert.match(
      (await run("letter.txt", "--format", "table")).stdout,
      /^input +type +text +start/,
    );
  });

  it("refuses wrong usage with 2, a message and a hint, and no stack trace", async () => {
    for (const [words, message] of [
      [[], /missing required argument/],
      [["letter.txt", "--resume"], /--resume needs --out/],
      [["letter.txt", "--out", "x.html", "--resume"], /--resume cannot go on with html/],
      [["-", "--out", "x.jsonl", "--resume"], /cannot go on with standard input/],
      [["-", "-"], /can be read only once/],
      [["letter.txt", "--lines", "--input", "csv"], /cannot be used with/],
      [["letter.txt", "--min-confidence", "2"], /a number from 0 to 1/],
      [["letter.txt", "--types", "PER,FOO"], /Expected PER, LOC, ORG for types, received 'FOO'/],
    ] as const) {
      const { code, stdout, stderr } = await run(...words);
      assert.equal(code, 2, words.join(" "));
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^ +at /m);
    }
  });

  it("says which model it couldn't load", async () => {
    const { code, stderr } = await runMltl(["text", "tag", "x.txt", "--model", "no-model"]);
    assert.equal(code, 1);
    assert.match(stderr, /No model and no folder 'no-model'\. Models: en/);
  });

  it("loses and doubles nothing when it is killed and goes on with --resume", async () => {
    mkdirSync(folder.at("many"));
    for (let i = 0; i < 60; i++) {
      const text = `Ann${i} went to the town. Then Bob${i} came.\n\n`.repeat(40);
      writeFileSync(folder.at("many", `${String(i).padStart(2, "0")}.txt`), text);
    }
    writeFileSync(folder.at("many/rows.jsonl"), '{"text":"Ann left."}\n{"text":"Bob came."}\n');
    for (const name of ["names.jsonl", "names.csv"]) {
      const words = ["many", "--out", name];
      await run(...words);
      const whole = readFileSync(folder.at(name), "utf8");

      writeFileSync(folder.at(name), "");
      const child = spawn(process.execPath, [binary, "text", "tag", "--model", tiny(), ...words], {
        cwd: folder.path,
      });
      while (statSync(folder.at(name)).size < whole.length / 3 && child.exitCode === null)
        await wait(2);
      child.kill("SIGKILL");
      await once(child, "close");

      const { code, stderr } = await run(...words, "--resume");
      assert.equal(code, 0);
      assert.match(stderr, /inputs: 62 ok \(\d+ done before\)/);
      assert.equal(readFileSync(folder.at(name), "utf8"), whole);

      await run(...words, "--resume");
      assert.equal(readFileSync(folder.at(name), "utf8"), whole);
    }
  });

  it("ends quietly when its reader goes away", async () => {
    const child = spawn(process.execPath, [binary, "text", "tag", "--model", tiny(), "many"], {
      cwd: folder.path,
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const [code] = await once(child, "close");
    assert.equal(code, 0);
    assert.equal(stderr, "");
  });

  it("takes gazetteers and patterns, and says what they found", async () => {
    writeFileSync(folder.at("towns.txt"), "the town\r\nMay\tMONTH\r\nMay\tDAY\r\n");
    writeFileSync(folder.at("rules.yaml"), '- type: BOB\n  regex: "bob|aw"\n  case: ignore\n');
    const rules = ["--gazetteer", "towns.txt:TOWN", "--patterns", "rules.yaml"];
    const { code, stdout, stderr } = await run("letter.txt", ...rules, "--alternatives", "1");
    assert.equal(code, 0);
    const found = records(stdout);
    assert.deepEqual(
      found.flatMap(({ entities }) =>
        entities
          .filter(({ source }) => source !== "model")
          .map(({ type, text, source, probability }) => [type, text, source, probability]),
      ),
      [
        ["TOWN", "the town", "gazetteer", null],
        ["MONTH", "May", "gazetteer", null],
        ["BOB", "Bob", "pattern", null],
      ],
    );
    assert.ok(found.every(({ alternatives }) => alternatives?.length === 1));
    assert.match(stderr, /^mltl: towns\.txt, line 3: 'May' is MONTH already, not DAY$/m);
    assert.match(
      stderr,
      /^rules: 3 of these entities by 2 phrases and 1 pattern; 1 hit of patterns left out, not on the borders of tokens$/m,
    );
  });

  it("stops before it starts where rules can't be read, and names the line", async () => {
    writeFileSync(
      folder.at("broken.jsonl"),
      '{"type":"A","regex":"a"}\n{"type":"B","regex":"(b"}\n',
    );
    const { code, stdout, stderr } = await run("letter.txt", "--patterns", "broken.jsonl");
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /broken\.jsonl, received line 2: missing closing \): `\(b`/);
  });

  it("has further readings in json and jsonl alone", async () => {
    const { code, stderr } = await run("letter.txt", "--alternatives", "2", "--format", "csv");
    assert.equal(code, 2);
    assert.match(stderr, /--alternatives has no place in csv/);
  });

  it("shows examples in its help", async () => {
    const { code, stdout } = await runMltl(["text", "tag", "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /\$ mltl text tag letter\.txt/);
  });
});
