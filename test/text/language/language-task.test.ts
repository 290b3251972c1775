import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import {
  loadEngine,
  type Plan,
  parametersOf,
  parsePlan,
  type ReuseReport,
  runPlan,
  taskKind,
  train,
} from "@mltl/core";
import "@mltl/text/training";
import { loadLanguageModel } from "#text/language/language-model.js";
import { scratchFolder } from "../../core/io/scratch.js";

const card = { title: "", licence: "", intendedUse: "", limits: "" };

function planOf(levels: readonly object[]): Plan {
  return parsePlan({ schema: "mltl.plan/1", name: "language", levels, card }, "test");
}

/** A language level on one set, learned fast. */
function languageLevel(set: string, data: object = {}, epochs = 20) {
  return {
    name: "language",
    task: "text/language",
    data: { sets: [{ set }], vocabulary: { atLeast: 2 }, batch: 8, hideVector: 0, ...data },
    network: {
      architecture: "bilstm-language",
      options: { units: 16, characterFilters: 4, characterWidth: 6, wordWidth: 12, dropout: 0 },
    },
    stages: [{ name: "all", epochs, rate: 0.02, clipNorm: 5 }],
    monitor: "perplexity",
  };
}

const taskOf = (plan: Plan, index = 0) =>
  taskKind(plan.levels[index].task).create({
    plan,
    level: plan.levels[index],
    seed: 1,
    dataRoot: "data/samples",
  });

describe("the task text/language", () => {
  const folder = scratchFolder();

  /** Sentences as a file; each ends in a word of its own, which is never predicted. */
  async function textFile(name: string, starts: readonly string[], times: number) {
    const sentences = Array.from({ length: times * starts.length }, (_, i) => {
      const words = `${starts[i % starts.length]} u${i}`.split(" ");
      return words.map((word) => `${word}\tO\n`).join("");
    });
    const file = folder.at(`${name}.conll`);
    await writeFile(file, sentences.join("\n"));
    return file;
  }

  async function learned(file: string, sentences: readonly string[]) {
    const out = folder.at(`${file}-model`);
    await runPlan(planOf([languageLevel(file)]), { out, dataRoot: "" });
    const model = await loadLanguageModel(out);
    const figures = model.score(sentences.map((text) => ({ words: text.split(" ") })));
    model.dispose();
    return figures;
  }

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("learns a cycle of words to a perplexity near 1, both ways", async () => {
    const cycle = "one two three one two three";
    const file = await textFile("cycle", [cycle], 150);
    const figures = await learned(file, [`${cycle} u777`]);
    assert.ok(figures["perplexity forward"] < 1.05, `${figures["perplexity forward"]}`);
    assert.ok(figures["perplexity backward"] < 1.05, `${figures["perplexity backward"]}`);
    assert.equal(figures.covered, 13 / 14);
  }).timeout(60_000);

  it("tells the directions apart: what is certain to come may be uncertain to have been", async () => {
    const starts = ["left goes on", "right goes on"];
    const file = await textFile("forks", starts, 40);
    const figures = await learned(
      file,
      starts.map((start) => `${start} u777`),
    );
    // Backward, one of four neighbours is one of two that are as frequent.
    const uncertain = 2 ** (1 / 4);
    assert.ok(figures["perplexity forward"] < 1.05, `${figures["perplexity forward"]}`);
    assert.ok(Math.abs(figures["perplexity backward"] - uncertain) < 0.05);
  }).timeout(60_000);

  it("stopped and resumed ends with the same weights, bit for bit", async () => {
    const plan = planOf([languageLevel("tiny-ner", {}, 1)]);
    const [level] = plan.levels;
    const whole = await taskOf(plan);
    const { best } = await train(whole, level, { seed: 1 });
    const checkpoints = folder.at("stopped");
    const stopper = new AbortController();
    const stopped = train(await taskOf(plan), level, {
      seed: 1,
      checkpoints,
      signal: stopper.signal,
      onStep: ({ total }) => total === 3 && stopper.abort(),
    });
    await assert.rejects(stopped, { code: "E_ABORTED" });
    const second = await taskOf(plan);
    assert.deepEqual((await train(second, level, { seed: 1, checkpoints })).best, best);
    const numbers = ({ network }: typeof whole) =>
      parametersOf(network).map(({ values }) => values);
    assert.deepEqual(numbers(second), numbers(whole));
  }).timeout(60_000);

  it("chooses the epoch of the smallest perplexity", async () => {
    const plan = planOf([languageLevel("tiny-ner", {}, 4)]);
    const { best, history } = await train(await taskOf(plan), plan.levels[0], { seed: 1 });
    const values = history.map(({ metrics }) => metrics.perplexity);
    assert.equal(best.value, Math.min(...values));
    assert.ok(best.value < Math.max(...values));
  }).timeout(60_000);

  it("gives a tagger its characters and encoder, by the names of their blocks", async () => {
    const { data, network } = languageLevel("tiny-ner", {}, 1);
    const reports: ReuseReport[] = [];
    await runPlan(
      planOf([
        languageLevel("tiny-ner", {}, 1),
        {
          ...languageLevel("tiny-ner", {}, 1),
          name: "target",
          task: "text/tag",
          data: { sets: data.sets, vocabulary: data.vocabulary, batch: 8 },
          network: { ...network, architecture: "bilstm-crf" },
          init: { from: "previous" },
          monitor: "f1",
        },
      ]),
      {
        out: folder.at("tagger"),
        dataRoot: "data/samples",
        onReuse: (report) => reports.push(report),
      },
    );
    const [{ matched, adapted, skipped, unused }] = reports;
    const whole = [...matched, ...adapted].filter(({ reused, numbers }) => reused === numbers);
    for (const name of ["lstm/forward/kernel", "lstm/backward/kernel", "lstm/forward/bias"]) {
      assert.ok(
        matched.some(({ parameter }) => parameter === `encoder/${name}`),
        name,
      );
    }
    for (const name of ["characters/kernel", "characters/bias", "casing/table"]) {
      assert.ok(
        matched.some(({ parameter }) => parameter === name),
        name,
      );
    }
    assert.ok(whole.some(({ parameter }) => parameter === "characters/table"));
    assert.deepEqual([...new Set(skipped.map(({ block }) => block))], ["head", "crf"]);
    assert.deepEqual(
      unused.map(({ from }) => from),
      ["language/logits/kernel", "language/logits/bias"],
    );
  }).timeout(60_000);

  it("refuses to read what is chosen or tested on", async () => {
    for (const split of ["test", "dev"]) {
      const sets = [{ set: "tiny-ner", splits: ["train", split] }];
      await assert.rejects(taskOf(planOf([languageLevel("tiny-ner", { sets })])), {
        code: "E_BAD_PLAN",
        message: `Expected training splits to learn language from, received '${split}' of tiny-ner`,
      });
    }
    const sets = [{ set: "tiny-ner", test: ["test"] }];
    await assert.rejects(taskOf(planOf([languageLevel("tiny-ner", { sets })])), {
      code: "E_BAD_PLAN",
    });
  });

  it("leaves out sentences that another set holds outside of train", async () => {
    const steps = async (without: readonly string[]) => {
      const test = "data/samples/tiny-ner/test.conll";
      const data = { batch: 1, without, heldOut: { dev: 0.1, test: 0.1 } };
      return (await taskOf(planOf([languageLevel(test, data)]))).objectives.words.stepsPerEpoch;
    };
    assert.ok((await steps([])) > 1);
    await assert.rejects(steps(["tiny-ner"]), { code: "E_BAD_DATA" });
  });
});
