import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { evaluatePredictions } from "@mltl/text";
import { scratchFolder } from "../../core/io/scratch.js";

describe("files of predictions", () => {
  const folder = scratchFolder();
  const file = (content: string | Buffer, name = "p.conll") => {
    writeFileSync(folder.at(name), content);
    return folder.at(name);
  };
  const lines = [
    "Ann NNP B-PER B-PER",
    "met VBD O O",
    "Bob NNP B-PER I-PER",
    "",
    "Rome NNP B-LOC B-LOC",
    "Inc NNP I-LOC I-ORG",
  ];

  it("are scored as conlleval reads them: gold and predictions are the last two columns", async () => {
    const { report } = await evaluatePredictions(file(`${lines.join("\n")}\n`));
    // I-PER after O opens an entity, and so does I-ORG after B-LOC.
    assert.deepEqual([report.entities, report.predicted, report.correct], [3, 4, 2]);
    assert.deepEqual(
      [report.invalid, report.invalidTags],
      ["conlleval", { gold: 0, predicted: 2 }],
    );
    assert.equal(report.model.title, "Column 4 of p.conll");
  });

  it("are scored by the other policies when they are named", async () => {
    const place = file(lines.join("\n"));
    for (const invalid of ["strict", "drop"] as const) {
      const { report } = await evaluatePredictions(place, { invalid });
      assert.deepEqual([report.predicted, report.correct, report.invalid], [2, 1, invalid]);
    }
  });

  it("are the same gzipped, with Windows line ends, a byte order mark, and tabs", async () => {
    const plain = await evaluatePredictions(file(lines.join("\n")));
    const text = `\u{feff}${lines.map((line) => line.replaceAll(" ", "\t")).join("\r\n")}\r\n`;
    const other = await evaluatePredictions(file(gzipSync(text), "p.conll.gz"));
    assert.deepEqual(other.sentences, plain.sentences);
  });

  it("may be in another scheme than the gold tags", async () => {
    const place = file("a B-PER B-PER\nb I-PER E-PER\nc O S-LOC\n");
    const { report } = await evaluatePredictions(place, { invalid: "strict" });
    assert.deepEqual([report.entities, report.predicted, report.correct], [1, 2, 1]);
  });

  it("are of the columns named, and of the types asked for", async () => {
    const place = file("B-PER a O B-LOC\nO b B-LOC B-LOC\n");
    const columns = { gold: 1, predicted: 4 };
    const all = await evaluatePredictions(place, { columns });
    assert.deepEqual([all.report.entities, all.report.predicted], [1, 2]);
    const some = await evaluatePredictions(place, { columns, types: { LOC: "place" } });
    assert.deepEqual([some.report.entities, some.report.predicted], [0, 2]);
    assert.deepEqual([some.report.types, some.report.leftOut], [{ LOC: "place" }, { PER: 1 }]);
  });

  it("are refused where a line can't be read, since no line may be left out", async () => {
    const broken = (line: string) =>
      file([...lines.slice(0, 2), line, ...lines.slice(3)].join("\n"));
    await assert.rejects(evaluatePredictions(broken("Bob NNP B-PER")), {
      code: "E_BAD_DATA",
      message: /line 3: expected 4 columns, received 3: 'Bob NNP B-PER'$/,
    });
    await assert.rejects(evaluatePredictions(broken("Bob NNP B-PER X-PER")), /line 3: .*'X-PER'/);
    await assert.rejects(evaluatePredictions(file("Ann B-PER\nmet O\n")), {
      code: "E_BAD_DATA",
      message: /column 2 alone/,
    });
    await assert.rejects(evaluatePredictions(folder.at("none")), { code: "E_NOT_FOUND" });
  });
});
