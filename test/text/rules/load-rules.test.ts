import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadRules, parseGazetteer } from "@mltl/text";
import { scratchFolder } from "../../core/io/scratch.js";
import { sentenceOf } from "./sentence-of.js";

describe("loadRules", () => {
  const folder = scratchFolder();
  const file = (name: string, text: string | Buffer) => {
    writeFileSync(folder.at(name), text);
    return folder.at(name);
  };
  const found = async (text: string, ...given: Parameters<typeof loadRules>) => {
    const sentence = sentenceOf(text);
    return (await loadRules(...given)).find(sentence).map(({ type, start, end, source }) => {
      const words = sentence.text.slice(sentence.starts[start], sentence.ends[end - 1]);
      return `${source} ${type} ${words}`;
    });
  };

  describe("gazetteers", () => {
    it("reads phrases with a tab and a type, with a BOM, CRLF, blank lines and no last line end", async () => {
      const path = file("a.txt", "\ufeffAda\tPER\r\n\r\nNew York\tLOC\r\nBob");
      assert.deepEqual(
        await found("Ada and Bob in New York", { gazetteers: [{ file: path, type: "NAME" }] }),
        ["gazetteer PER Ada", "gazetteer NAME Bob", "gazetteer LOC New York"],
      );
    });

    it("reads csv by its head and jsonl by its keys, spaCy's as well", async () => {
      const table = file("a.csv", '\ufeffid,phrase,type\r\n1,"Smith, Wesson",ORG\r\n');
      const objects = file("a.jsonl", '{"label":"LOC","pattern":"Rome","id":"r"}\n');
      assert.deepEqual(
        await found("Smith, Wesson of Rome", { gazetteers: [{ file: table }, { file: objects }] }),
        ["gazetteer ORG Smith, Wesson", "gazetteer LOC Rome"],
      );
    });

    it("reads gzipped files, and says of a broken one that it is", async () => {
      const table = file("z.csv.gz", gzipSync("phrase,type\nRome,LOC\n"));
      const lines = file("z.gz", gzipSync("Ada\tPER\n".repeat(200_000)));
      const patterns = file("p.yaml.gz", gzipSync("- { type: YEAR, regex: '[0-9]{4}' }\n"));
      assert.deepEqual(
        await found("Ada in Rome 1843", {
          gazetteers: [{ file: table }, { file: lines }],
          patterns: [{ file: patterns }],
        }),
        ["gazetteer PER Ada", "gazetteer LOC Rome", "pattern YEAR 1843"],
      );
      const broken = file("broken.gz", gzipSync("Ada\tPER\n".repeat(200_000)).subarray(0, 300));
      await assert.rejects(loadRules({ gazetteers: [{ file: broken }] }), {
        code: "E_BAD_INPUT",
        message: `${broken} is no whole gzip file`,
      });
    });

    it("names the lines that are no phrase with a type", async () => {
      const path = file("bad.txt", "Ada\tPER\nBob\n\tLOC\nCy\tP E R\nDee\n");
      await assert.rejects(loadRules({ gazetteers: [{ file: path }] }), {
        code: "E_BAD_INPUT",
        message: `Expected phrases with a type each in ${path}, received line 2: no type for 'Bob'; line 3: no phrase; line 4: 'P E R' for a type, which has no white space; and 1 more`,
      });
      const objects = file(
        "bad.jsonl",
        '{"label":"LOC","pattern":"Rome"}\n[]\n{"label":"X","pattern":[{"LOWER":"a"}]}\n{',
      );
      await assert.rejects(
        loadRules({ gazetteers: [{ file: objects }] }),
        /line 2: no JSON object; line 3: a list of token rules as 'pattern'; line 4: no valid JSON$/,
      );
      const table = file("bad.csv", "id,name\n1,Ada\n");
      await assert.rejects(
        loadRules({ gazetteers: [{ file: table }] }),
        /line 1: no column 'phrase'; there are: id, name/,
      );
    });

    it("says of a file that it is empty, absent, a folder or not UTF-8", async () => {
      mkdirSync(folder.at("folder"), { recursive: true });
      const refused = (path: string) => loadRules({ gazetteers: [{ file: path, type: "X" }] });
      await assert.rejects(refused(file("empty.txt", "\n\n")), /received an empty file/);
      await assert.rejects(refused(folder.at("none.txt")), { code: "E_NOT_FOUND" });
      await assert.rejects(refused(folder.at("folder")), /is a folder, not a file/);
      const latin = file("latin.txt", Buffer.from("M\xfcnchen\tLOC\n", "latin1"));
      await assert.rejects(refused(latin), { code: "E_BAD_ENCODING", message: /invalid UTF-8/ });
    });

    it("tells of a phrase with two types, and keeps the first", async () => {
      const path = file("two.txt", "Paris\tLOC\nRome\tLOC\nParis\tPER\nRome\tLOC\n");
      const rules = await loadRules({ gazetteers: [{ file: path }] });
      assert.deepEqual(rules.problems, [
        { path, line: 3, reason: "'Paris' is LOC already, not PER" },
      ]);
      assert.equal(rules.phrases, 2);
    });

    it("takes phrases from a program", async () => {
      const gazetteers = [{ phrases: [["Ada", "PER"]] as const }];
      assert.deepEqual(await found("Ada left", { gazetteers }), ["gazetteer PER Ada"]);
    });
  });

  describe("patterns", () => {
    const hex = { type: "ID", regex: "\\b[A-Z]{2}-\\d+" };

    it("reads jsonl and yaml, types of its own, case and the group that counts", async () => {
      const lines = file(
        "p.jsonl",
        '\ufeff{"type":"ID","regex":"\\\\b[A-Z]{2}-\\\\d+"}\r\n\r\n{"type":"DAY","regex":"monday|tuesday","case":"ignore"}\r\n',
      );
      const list = file("p.yaml", "- type: TITLED\n  regex: Dr\\. (?<entity>\\p{Lu}\\w+)\n");
      assert.deepEqual(
        await found("On Monday Dr. Émile took AB-12", {
          patterns: [{ file: lines }, { file: list }],
        }),
        ["pattern ID AB-12", "pattern DAY Monday", "pattern TITLED Émile"],
      );
      assert.deepEqual(await found("Dr. Emil came", { patterns: [{ file: list }] }), [
        "pattern TITLED Emil",
      ]);
    });

    it("keeps hits that are whole tokens, and counts the others", async () => {
      const rules = await loadRules({ patterns: [{ type: "N", regex: "\\d\\d" }] });
      const hits = rules.find(sentenceOf("in 42 of 1999 cases"));
      assert.deepEqual(hits, [{ type: "N", start: 1, end: 2, source: "pattern" }]);
      assert.equal(rules.misaligned, 2);
    });

    it("counts offsets as the text does behind an emoji", async () => {
      assert.deepEqual(await found("😀😀 AB-7", { patterns: [hex] }), ["pattern ID AB-7"]);
    });

    it("names the lines that are no pattern, and what is wrong with them", async () => {
      const lines = file(
        "bad.jsonl",
        '{"type":"A","regex":"(a"}\n{"type":"B"}\n{"type":"C","regex":"a(?=b)"}\n',
      );
      await assert.rejects(loadRules({ patterns: [{ file: lines }] }), {
        code: "E_BAD_INPUT",
        message:
          /line 1: missing closing \): `\(a`; line 2: 'regex': .*; line 3: .*no look-arounds/,
      });
      const list = file("bad.yaml", "- type: A\n  regex: x*\n- type: B C\n  regex: b\n- text\n");
      await assert.rejects(
        loadRules({ patterns: [{ file: list }] }),
        /line 1: it fits the empty text, and so every place; line 3: 'type': expected a name without white space; line 5: no mapping/,
      );
      const torn = file("torn.yaml", 'ok: 1\n- "a\n');
      await assert.rejects(loadRules({ patterns: [{ file: torn }] }), /line 2: /);
      await assert.rejects(
        loadRules({ patterns: [{ file: file("none.yaml", "") }] }),
        /received an empty file/,
      );
      await assert.rejects(loadRules({ patterns: [{ type: "A", regex: "(" }] }), {
        code: "E_USAGE",
      });
    });

    it("takes time in proportion to the text, whatever the pattern", async () => {
      // Each of these takes a backtracking machine years for a hundred characters.
      const regexes = ["(a+)+b", "(a|aa)+b", "(.*a){12}b", "([a-z]+)*\\d"];
      const patterns = regexes.map((regex) => ({ type: "X", regex }));
      const sentence = sentenceOf("a".repeat(4_000));
      const rules = await loadRules({ patterns });
      const { user, system } = process.cpuUsage();
      assert.deepEqual(rules.find(sentence), []);
      const used = process.cpuUsage();
      assert.ok(used.user + used.system - user - system < 10e6);
    });
  });

  it("parts a file's name from a type on the command line", () => {
    assert.deepEqual(parseGazetteer("a/b.txt:ORG"), { file: "a/b.txt", type: "ORG" });
    assert.deepEqual(parseGazetteer("a/b.txt"), { file: "a/b.txt" });
    assert.deepEqual(parseGazetteer("C:\\names\\b.txt"), { file: "C:\\names\\b.txt" });
    const odd = file("odd:NAME", "x\tY\n");
    assert.deepEqual(parseGazetteer(odd), { file: odd });
  });

  it("refuses a mode that there isn't", async () => {
    await assert.rejects(loadRules({ mode: "draw" as "win" }), {
      message: "Expected win, lose, fill for mode, received 'draw'",
    });
  });
});
