import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";
import { saveTinyTagger } from "../text/tag/tiny-tagger.js";

describe("mltl text eval", function () {
  this.timeout(120_000);
  const folder = scratchFolder();

  before(async () => {
    await saveTinyTagger(folder.at("tiny"));
    writeFileSync(folder.at("gold.conll"), "Ann\tB-person\nmet\tO\n\nin\tO\nRome\tB-place\n");
    writeFileSync(folder.at("both.conll"), "Ann B-PER B-PER\nLee I-PER O\nRome B-LOC I-LOC\n");
  });

  it("prints figures with the policy, and writes a page and label sequences", async () => {
    const [page, saved] = [folder.at("page.html"), folder.at("saved.jsonl")];
    const { stdout, stderr, code } = await runMltl([
      ...["text", "eval", "--model", folder.at("tiny"), "--data", folder.at("gold.conll")],
      ...["--types", "person=PER", "--out", page, "--save-predictions", saved],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^tiny on gold.conll, all: 2 sentences, 4 tokens$/m);
    assert.match(stdout, /^strict F1, invalid sequences: conlleval$/m);
    assert.match(stderr, /types: person=PER/);
    assert.match(stderr, /left out 1 place/);
    assert.match(readFileSync(page, "utf8"), /keep it on this machine/);
    assert.ok(!readFileSync(saved, "utf8").includes("Rome"));
  });

  it("prints JSON alone on standard output", async () => {
    const words = ["text", "eval", "--predictions", folder.at("both.conll"), "--format", "json"];
    const read = async (...more: string[]) => {
      const { stdout, stderr, code } = await runMltl([...words, ...more]);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    const report = await read();
    assert.deepEqual(
      [report.schema, report.invalid, report.entities, report.predicted, report.correct],
      ["mltl.entity-evaluation/1", "conlleval", 2, 2, 1],
    );
    const strict = await read("--invalid", "strict");
    assert.deepEqual([strict.invalid, strict.predicted], ["strict", 1]);
  });

  it("takes rules beside the network, and what another tool found", async () => {
    writeFileSync(folder.at("names.tsv"), "Ann\tPER\n");
    const data = ["--data", folder.at("gold.conll"), "--types", "person=PER"];
    const words = ["text", "eval", ...data, "--bootstrap", "0", "--format", "json"];
    const gazetteer = ["--gazetteer", folder.at("names.tsv"), "--rules", "fill"];
    const saved = folder.at("ruled.jsonl");
    const ruled = await runMltl([
      ...[...words, "--model", folder.at("tiny"), ...gazetteer, "--save-predictions", saved],
    ]);
    assert.equal(ruled.code, 0, ruled.stderr);
    const report = JSON.parse(ruled.stdout);
    assert.deepEqual(report.model.rules, { mode: "fill", phrases: 1, patterns: 0 });
    assert.equal(report.recall, 1);
    assert.match(ruled.stderr, /^mltl: rules \(fill\): phrases 1, patterns 0$/m);
    const again = await runMltl([...words, "--predictions", saved]);
    assert.equal(JSON.parse(again.stdout).f1, report.f1);
    const beside = await runMltl([...words, "--predictions", saved, ...gazetteer]);
    assert.equal(beside.code, 2);
    assert.match(beside.stderr, /stand beside a model, not beside --predictions/);
  });

  it("compares a model with a file of predictions", async () => {
    writeFileSync(folder.at("found.conll"), "Ann\tB-PER\nmet\tO\n\nin\tO\nRome\tO\n");
    const page = folder.at("compared.html");
    const { stdout, stderr, code } = await runMltl([
      ...["text", "compare", folder.at("tiny"), folder.at("found.conll"), "--resamples", "200"],
      ...["--data", folder.at("gold.conll"), "--types", "person=PER", "--out", page],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^gold\.conll, all: person$/m);
    assert.match(stdout, /^found\.conll +100\.00 % +100\.00 % +100\.00 % +1$/m);
    assert.match(stdout, /^p +[01]\.\d{4} +paired approximate randomization, two-sided$/m);
    assert.match(readFileSync(page, "utf8"), /found\.conll against tiny on gold\.conll/);
  });

  it("refuses what it can't do, in a sentence", async () => {
    const data = ["--data", folder.at("gold.conll")];
    const out = folder.at("x.txt");
    const cases: [string[], RegExp][] = [
      [[], /Expected --data with a set or a file, or --predictions/],
      [[...data, "--out", out], /\.html or \.json/],
      [[...data, "--predictions", "p.conll", "--model", "en"], /cannot be used with/],
      [["--predictions", "p.conll", "--split", "dev"], /--split goes with --data/],
      [[...data, "--columns", "1,2"], /--columns goes with --predictions/],
      [["--predictions", "p.conll", "--columns", "2"], /Expected two columns/],
      [[...data, "--types", "a=b=c"], /PER,LOC or person=PER/],
      [[...data, "--invalid", "guess"], /conlleval, strict, drop/],
      [data, /Expected entities of PER, LOC, ORG, MISC .*received person, place in gold.conll/],
    ];
    for (const [words, message] of cases) {
      const { stdout, stderr, code } = await runMltl(["text", "eval", ...words]);
      assert.notEqual(code, 0, words.join(" "));
      assert.match(stderr, message);
      assert.equal(stdout, "");
    }
    assert.ok(!existsSync(out));
  });
});
