import assert from "node:assert/strict";
import { loadEngine } from "@mltl/core";
import { predictSentences } from "#text/evaluate/predict-sentences.js";
import { loadTaggerModel, type TaggerModel } from "#text/tag/tagger-model.js";
import { spanFigures } from "#text/train/score-sentences.js";
import { sentenceAnswers, sentenceItemScore } from "#text/train/sentence-answers.js";

const span = (type: string, start: number, end: number) => ({ type, start, end });

const SENTENCES = [
  {
    words: "Ann Lee went to Oslo with the Nordic Council .".split(" "),
    spans: [span("PER", 0, 2), span("LOC", 4, 5), span("ORG", 7, 9)],
  },
  { words: "It rained .".split(" "), spans: [] },
  { words: "Siemens hired Peter Weber".split(" "), spans: [span("ORG", 0, 1), span("FOOD", 2, 4)] },
  {
    words: "London and Paris".split(" "),
    spans: [span("LOC", 0, 1)],
    annotates: ["PER"],
  },
];

describe("answers to sentences", () => {
  let model: TaggerModel;

  before(async () => {
    await loadEngine();
    model = await loadTaggerModel("packages/text/models/en");
  });

  after(() => model.dispose());

  it("add up to the figures", () => {
    const { gold, predicted, labels, groups } = sentenceAnswers([{ sentences: SENTENCES }], model);
    assert.equal(groups, undefined);
    assert.deepEqual(labels.slice(0, 4), ["FOOD", "LOC", "ORG", "PER"]);
    assert.deepEqual(gold[2], [0, 1, 2, 2, 4, 0]);
    const figures = spanFigures(SENTENCES, predictSentences(SENTENCES, model));
    assert.ok(figures.f1 > 0 && figures.f1 < 1, `F1 ${figures.f1}`);
    for (const [metric, figure] of Object.entries(figures)) {
      const score = sentenceItemScore(metric);
      assert.ok(score);
      const rows = gold.map((right, i) => score.counts(right, predicted[i], labels));
      const totals = Float64Array.from(rows[0], (_, j) =>
        rows.reduce((sum, row) => sum + row[j], 0),
      );
      assert.ok(Math.abs(score.score(totals) - figure) < 1e-12, metric);
    }
    assert.equal(sentenceItemScore("loss"), undefined);
  });

  it("know documents by numbers; a sentence without one stands alone", () => {
    const sets = [
      { sentences: SENTENCES, documents: [0, 2] },
      { sentences: SENTENCES.slice(0, 2) },
    ];
    assert.deepEqual(sentenceAnswers(sets, model).groups, [0, 0, 1, 1, 2, 3]);
  });
});
