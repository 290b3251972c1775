import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { openSink } from "@mltl/core";
import {
  type AnnotationForm,
  compareEntities,
  entityComparisonPage,
  evaluatePredictionFile,
  labelSequences,
  readDocuments,
  writeDocuments,
} from "@mltl/text";
import fc from "fast-check";
import { placeEntities } from "#text/evaluate/place-entities.js";
import { scratchFolder } from "../../core/io/scratch.js";

const GOLD = [
  "Ann\tB-PER\nLee\tI-PER\nmet\tO\n😀\tB-LOC\n.\tO",
  "In\tO\nNew\tB-LOC\nYork\tI-LOC\n",
  "O\tO\nLund\tB-LOC\n",
].join("\n\n");
/** One type is wrong, one entity is missed, one is invented. */
const FOUND = [
  "Ann\tB-PER\nLee\tI-PER\nmet\tB-PER\n😀\tB-LOC\n.\tO",
  "In\tO\nNew\tB-PER\nYork\tI-PER\n",
  "O\tO\nLund\tO\n",
].join("\n\n");

describe("predictions in a file of their own", () => {
  const folder = scratchFolder();
  const write = (name: string, text: string) => {
    writeFileSync(folder.at(name), text);
    return folder.at(name);
  };
  const evaluate = (predictions: string, more = {}) =>
    evaluatePredictionFile({
      predictions,
      data: folder.at("gold.conll"),
      dataRoot: "nowhere",
      bootstrap: 0,
      ...more,
    });

  before(() => {
    write("gold.conll", GOLD);
    write("found.conll", FOUND);
  });

  it("are scored against the labels, whatever form they have", async () => {
    const { documents } = await readDocuments(folder.at("found.conll"));
    const forms: AnnotationForm[] = [
      ...([
        "conll",
        "conllu",
        "spacy",
        "prodigy",
        "doccano",
        "label-studio",
        "csv",
        "brat",
      ] as const),
    ];
    for (const form of forms) {
      const file = folder.at(
        form === "brat" ? "brat" : `found-${form}.${ENDINGS[form] ?? "jsonl"}`,
      );
      await writeDocuments(
        documents,
        form,
        form === "brat" ? file : await openSink({ out: file, lines: false }),
      );
      const { report, problems } = await evaluate(file);
      const { entities, predicted, correct, errors } = report;
      assert.deepEqual([entities, predicted, correct], [4, 4, 2], form);
      assert.ok(
        problems.every(({ reason }) => /UTF-16 units, as .* counts/.test(reason)),
        form,
      );
      assert.deepEqual([errors.type, errors.missed, errors.invented], [1, 1, 1], form);
    }
  });

  it("may be what tag wrote, and saved label sequences", async () => {
    const evaluation = await evaluate(folder.at("found.conll"));
    const saved = write("saved.jsonl", labelSequences(evaluation));
    assert.equal((await evaluate(saved)).report.f1, evaluation.report.f1);
    const record = (text: string, start: number, entities: object[]) =>
      JSON.stringify({
        schema: "mltl.sentence/1",
        path: "a",
        sentence: 0,
        start,
        end: 0,
        text,
        entities,
      });
    const tagged = [
      record("Ann Lee met 😀.", 100, [{ type: "PER", start: 100, end: 107 }]),
      record("In New York O Lund", 0, []),
    ];
    const { report } = await evaluate(write("tagged.jsonl", tagged.join("\n")));
    assert.deepEqual([report.predicted, report.correct], [1, 1]);
  });

  it("are refused where their text is another, with the place", async () => {
    const other = write("other.conll", FOUND.replace("York", "Yark"));
    await assert.rejects(evaluate(other), {
      code: "E_BAD_DATA",
      message: /from sentence 2 on: 'ark.*' where 'orkOLund' stands$/,
    });
    const short = write("short.conll", FOUND.split("\n\n").slice(0, 2).join("\n\n"));
    await assert.rejects(evaluate(short), /from sentence 3 on: the end where 'OLund' stands$/);
    const saved = labelSequences(await evaluate(folder.at("found.conll"))).split("\n");
    saved.splice(2, 1);
    await assert.rejects(evaluate(write("cut.jsonl", saved.join("\n"))), /from sentence 2 on/);
  });

  it("miss all of a type that they never name; names are joined as they are said", async () => {
    const people = write("people.conll", FOUND.replace(/[BI]-LOC/g, "O"));
    assert.deepEqual((await evaluate(people)).report.types, { LOC: "LOC", PER: "PER" });
    assert.equal((await evaluate(people)).report.entities, 4);
    const renamed = write("renamed.conll", FOUND.replaceAll("-PER", "-person"));
    const { report } = await evaluate(renamed, { types: { PER: "person" } });
    assert.deepEqual([report.entities, report.predicted, report.correct], [1, 3, 1]);
  });

  it("of other tokens are put on those of the labels, and named where they cut one", async () => {
    const texts = [{ id: "a", text: "AnnLee left", exactText: true, entities: [] }];
    const sentences = [{ words: ["Ann", "Lee", "left"], spans: [] }];
    const names = { file: "f", data: "d" };
    const place = (start: number, end: number) =>
      placeEntities([{ ...texts[0], entities: [{ type: "PER", start, end }] }], sentences, names);
    assert.deepEqual(place(0, 6), { found: [[{ type: "PER", start: 0, end: 2 }]], problems: [] });
    const cut = place(1, 3);
    assert.deepEqual(cut.found, [[{ type: "PER", start: 0, end: 1 }]]);
    assert.match(cut.problems[0].reason, /PER 'nn' begins or ends inside a word of d/);
  });

  it("come back to the words that they were made of, however the text is cut", () => {
    const word = fc.constantFrom("a", "bc", "😀", "e\u0301", "New York", "東京");
    const sentence = fc.array(word, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 5 }), fc.nat(), (all, pick) => {
        const text = all.map((words) => words.join("")).join(" ");
        const sentences = all.map((words) => ({ words, spans: [] }));
        const chosen = pick % all.length;
        const start = all
          .slice(0, chosen)
          .reduce((sum, words) => sum + words.join("").length + 1, 0);
        const end = start + all[chosen].join("").length;
        const document = { id: "a", text, exactText: true, entities: [{ type: "X", start, end }] };
        const { found, problems } = placeEntities([document], sentences, { file: "f", data: "d" });
        const whole = { type: "X", start: 0, end: all[chosen].length };
        assert.deepEqual(
          found,
          all.map((_, i) => (i === chosen ? [whole] : [])),
        );
        assert.deepEqual(problems, []);
      }),
    );
  });

  describe("compared", () => {
    const compare = (first: string, second: string, more = {}) =>
      compareEntities({
        first,
        second,
        data: folder.at("gold.conll"),
        dataRoot: "nowhere",
        resamples: 500,
        ...more,
      });

    it("give both F1, the difference, p and its interval, and who found what", async () => {
      const better = write("better.conll", GOLD);
      const { report, differing } = await compare(folder.at("found.conll"), better);
      assert.deepEqual([report.first.f1, report.second.f1, report.difference], [0.5, 1, 0.5]);
      assert.deepEqual(report.agreement, { both: 2, first: 0, second: 2, neither: 0 });
      const { lower, upper } = report.interval;
      assert.ok(report.p > 0.05 && lower <= 0.5 && upper >= 0.5, `${report.p} ${lower} ${upper}`);
      assert.deepEqual(
        differing.map(({ sentence }) => sentence),
        [0, 1, 2],
      );
    });

    it("differ in nothing from themselves, and p is 1", async () => {
      const { report } = await compare(folder.at("found.conll"), folder.at("found.conll"));
      assert.deepEqual([report.difference, report.p, report.differing], [0, 1, 0]);
    });

    it("are shown to differ where many sentences say so", async () => {
      const many = (line: string) => Array.from({ length: 40 }, () => line).join("\n\n");
      const data = write("many.conll", many("Ann\tB-PER\nleft\tO"));
      const worse = write("worse.conll", `${many("Ann\tO\nleft\tB-PER")}`);
      const { report } = await compare(worse, write("all.conll", many("Ann\tB-PER\nleft\tO")), {
        data,
      });
      assert.deepEqual([report.first.f1, report.second.f1], [0, 1]);
      assert.equal(report.p, 1 / 501);
    });

    it("score the types that are asked for", async () => {
      const { report } = await compare(folder.at("found.conll"), folder.at("gold.conll"), {
        types: { PER: "PER" },
      });
      assert.deepEqual([report.entities, report.second.f1], [1, 1]);
      assert.deepEqual(report.first.types, { PER: "PER" });
    });

    it("have a page with the sentences in which they differ", async () => {
      const page = entityComparisonPage(
        await compare(folder.at("found.conll"), folder.at("gold.conll")),
      );
      assert.match(page, /Sentences in which they differ: 3/);
      assert.match(page, /<bdi>New York<\/bdi><\/span> <span class="type">PER<\/span> ✗/);
      assert.match(page, /keep it on this machine/);
    });
  });
});

const ENDINGS: Partial<Record<AnnotationForm, string>> = {
  conll: "conll",
  conllu: "conllu",
  csv: "csv",
  "label-studio": "json",
};
