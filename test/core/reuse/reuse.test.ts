import assert from "node:assert/strict";
import { CHANNELS } from "#core/network/block.js";
import { formatReuseReport, summaryOf } from "#core/reuse/report.js";
import { reuse } from "#core/reuse/reuse.js";
import { block, numbers, sourceOf, unset } from "./tiny.js";

describe("reuse", () => {
  it("copies what has the same name and shape, and says what else there was", () => {
    const stem = block("stem");
    const kernel = stem.weight("kernel", [2, 2], unset);
    const head = block("head");
    const bias = head.bias("bias", [1], unset);
    const source = sourceOf({
      "stem/kernel": { shape: [2, 2], values: [1, 2, 3, 4] },
      "old/kernel": { shape: [3], values: [5, 6, 7] },
    });
    const report = reuse(source, { blocks: [stem, head] });
    assert.deepEqual([...kernel.values], [1, 2, 3, 4]);
    assert.deepEqual([...bias.values], [-1]);
    assert.deepEqual(report, {
      source: "tiny",
      matched: [
        { parameter: "stem/kernel", block: "stem", from: "stem/kernel", numbers: 4, reused: 4 },
      ],
      adapted: [],
      skipped: [{ parameter: "head/bias", block: "head", numbers: 1, reason: "not in the source" }],
      unused: [{ from: "old/kernel", numbers: 3, reason: "no 'old/kernel' in the network" }],
      totals: { numbers: 5, reused: 4, trainable: 5, trainableReused: 4 },
    });
  });

  it("sums the kernels of three channels into one", () => {
    const stem = block("stem");
    const axes = [undefined, undefined, CHANNELS, undefined];
    const kernel = stem.weight("kernel", [1, 2, 1, 2], unset, { axes });
    const values = [1, 2, 10, 20, 100, 200, 3, 4, 30, 40, 300, 400];
    const source = sourceOf({ "stem/kernel": { shape: [1, 2, 3, 2], values } });
    const { adapted } = reuse(source, { blocks: [stem] });
    assert.deepEqual([...kernel.values], [111, 222, 333, 444]);
    assert.equal(adapted[0].how, "3 channels summed");
    assert.equal(adapted[0].reused, 4);
  });

  it("shares the kernel of one channel among three", () => {
    const stem = block("stem");
    const axes = [undefined, undefined, CHANNELS, undefined];
    const kernel = stem.weight("kernel", [1, 1, 3, 2], unset, { axes });
    const source = sourceOf({ "stem/kernel": { shape: [1, 1, 1, 2], values: [3, 6] } });
    const { adapted } = reuse(source, { blocks: [stem] });
    assert.deepEqual([...kernel.values], [1, 2, 1, 2, 1, 2]);
    assert.equal(adapted[0].how, "1 channel shared among 3");
  });

  it("leaves other numbers of channels as they are", () => {
    const stem = block("stem");
    const kernel = stem.weight("kernel", [1, 3], unset, { axes: [undefined, CHANNELS] });
    stem.bias("bias", [1], unset);
    const source = sourceOf({
      "stem/kernel": { shape: [1, 2], values: [1, 2] },
      "stem/bias": { shape: [1], values: [0] },
    });
    const { skipped } = reuse(source, { blocks: [stem] });
    assert.deepEqual([...kernel.values], [-1, -1, -1]);
    assert.equal(skipped[0].reason, "1x2 for 1x3");
  });

  it("finds rows of an embedding by word; new words keep what they began with", () => {
    const words = block("words");
    const table = words.weight("table", [4, 2], unset, { axes: ["word", undefined] });
    const source = sourceOf(
      { "words/table": { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] } },
      { word: ["<unknown>", "Rome", "Oslo"] },
    );
    const report = reuse(
      source,
      { blocks: [words] },
      { vocabularies: { word: ["<unknown>", "Oslo", "Bern", "Rome"] } },
    );
    assert.deepEqual([...table.values], [1, 2, 5, 6, -1, -1, 3, 4]);
    assert.equal(report.adapted[0].how, "3 of 4 words");
    assert.deepEqual(report.totals, { numbers: 8, reused: 6, trainable: 8, trainableReused: 6 });
  });

  it("finds columns of a classifier by label", () => {
    const head = block("head");
    const kernel = head.weight("kernel", [2, 3], unset, { axes: [undefined, "label"] });
    const bias = head.bias("bias", [3], unset, { axes: ["label"] });
    const source = sourceOf(
      {
        "head/kernel": { shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8] },
        "head/bias": { shape: [4], values: [10, 20, 30, 40] },
      },
      { label: ["angry", "happy", "sad", "neutral"] },
    );
    const labels = { label: ["sad", "bored", "angry"] };
    const report = reuse(source, { blocks: [head] }, { vocabularies: labels });
    assert.deepEqual([...kernel.values], [3, -1, 1, 7, -1, 5]);
    assert.deepEqual([...bias.values], [30, -1, 10]);
    assert.deepEqual(
      report.adapted.map(({ how, reused }) => [how, reused]),
      [
        ["2 of 3 labels", 4],
        ["2 of 3 labels", 2],
      ],
    );
  });

  it("reorders labels of the same number by name", () => {
    const head = block("head");
    const bias = head.bias("bias", [2], unset, { axes: ["label"] });
    const source = sourceOf({ "head/bias": { shape: [2], values: [1, 2] } }, { label: ["a", "b"] });
    reuse(source, { blocks: [head] }, { vocabularies: { label: ["b", "a"] } });
    assert.deepEqual([...bias.values], [2, 1]);
  });

  it("carries the transitions between tags that both have, each list under its own name", () => {
    const crf = block("crf/diseases");
    const axes = ["tag/diseases", "tag/diseases"];
    const transitions = crf.weight("transitions", [3, 3], unset, { axes });
    const start = crf.weight("start", [3], unset, { axes: ["tag/diseases"] });
    const source = sourceOf(
      {
        "crf/transitions": {
          shape: [3, 3],
          values: [1, 2, 3, 4, 5, 6, 7, 8, 9],
          axes: ["tag", "tag"],
        },
        "crf/start": { shape: [3], values: [10, 20, 30], axes: ["tag"] },
      },
      { tag: ["O", "B-PER", "B-LOC"] },
    );
    const report = reuse(
      source,
      { blocks: [crf] },
      { map: { crf: "crf/diseases" }, vocabularies: { "tag/diseases": ["O", "B-LOC", "B-GENE"] } },
    );
    assert.deepEqual([...transitions.values], [1, 3, -1, 7, 9, -1, -1, -1, -1]);
    assert.deepEqual([...start.values], [10, 30, -1]);
    assert.deepEqual(
      report.adapted.map(({ how, reused }) => [how, reused]),
      [
        ["2 of 3 tags", 4],
        ["2 of 3 tags", 2],
      ],
    );
  });

  it("takes nothing over where no label is the same", () => {
    const head = block("head");
    const bias = head.bias("bias", [2], unset, { axes: ["label"] });
    const other = head.bias("other", [1], unset);
    const source = sourceOf(
      { "head/bias": { shape: [2], values: [1, 2] }, "head/other": { shape: [1], values: [3] } },
      { label: ["a", "b"] },
    );
    const report = reuse(source, { blocks: [head] }, { vocabularies: { label: ["c", "d"] } });
    assert.deepEqual([[...bias.values], [...other.values]], [[-1, -1], [3]]);
    assert.equal(report.skipped[0].reason, "no labels in common");
    assert.deepEqual(report.unused, [
      { from: "head/bias", numbers: 2, reason: "no labels in common" },
    ]);
  });

  it("goes by position where one side has no names, and says so", () => {
    const head = block("head");
    const bias = head.bias("bias", [2], unset, { axes: ["label"] });
    head.weight("kernel", [1, 2], unset, { axes: [undefined, "label"] });
    const source = sourceOf({
      "head/bias": { shape: [2], values: [1, 2] },
      "head/kernel": { shape: [1, 3], values: [1, 2, 3] },
    });
    const report = reuse(source, { blocks: [head] }, { vocabularies: { label: ["a", "b"] } });
    assert.deepEqual([...bias.values], [1, 2]);
    assert.equal(report.matched[0].how, "by position: the source names no labels");
    assert.equal(report.skipped[0].reason, "3 labels for 2, and the source names none");
  });

  it("refuses a list of names that the array doesn't have the size for", () => {
    const head = block("head");
    head.bias("bias", [2], unset, { axes: ["label"] });
    const source = sourceOf({ "head/bias": { shape: [2], values: [1, 2] } });
    assert.throws(() => reuse(source, { blocks: [head] }, { vocabularies: { label: ["a"] } }), {
      code: "E_USAGE",
      message: "Expected 2 names for 'label' of the network, received 1",
    });
  });

  describe("with shapes that don't fit", () => {
    const make = () => {
      const head = block("head");
      const kernel = head.weight("kernel", [2, 2], unset, { axes: [undefined, "label"] });
      const bias = head.bias("bias", [2], unset);
      const source = sourceOf(
        {
          "head/kernel": { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
          "head/bias": { shape: [2], values: [7, 8] },
        },
        { label: ["a", "b", "c"] },
      );
      return { head, kernel, bias, source, vocabularies: { label: ["c", "x"] } };
    };

    it("skips them", () => {
      const { head, kernel, bias, source, vocabularies } = make();
      const options = { vocabularies, onShapeMismatch: "skip" } as const;
      const report = reuse(source, { blocks: [head] }, options);
      assert.deepEqual(
        [[...kernel.values], [...bias.values]],
        [
          [-1, -1, -1, -1],
          [7, 8],
        ],
      );
      assert.equal(report.skipped[0].reason, "1 of 2 labels");
    });

    it("refuses everything, changing nothing", () => {
      const { head, kernel, bias, source, vocabularies } = make();
      const options = { vocabularies, onShapeMismatch: "error" } as const;
      assert.throws(() => reuse(source, { blocks: [head] }, options), {
        code: "E_BAD_PLAN",
        message:
          "Expected weights of the network's shapes from tiny, received others for 'head/kernel' (1 of 2 labels)",
      });
      assert.deepEqual(
        [[...kernel.values], [...bias.values]],
        [
          [-1, -1, -1, -1],
          [-1, -1],
        ],
      );
    });

    it("refuses nothing where blocks that don't fit weren't chosen", () => {
      const { head, source, vocabularies } = make();
      const stem = block("stem");
      stem.bias("bias", [1], unset);
      const given = sourceOf({ "stem/bias": { shape: [1], values: [1] } });
      const both = { ...source, parameters: new Map([...source.parameters, ...given.parameters]) };
      const options = { vocabularies, onShapeMismatch: "error", blocks: ["stem"] } as const;
      const report = reuse(both, { blocks: [stem, head] }, options);
      assert.equal(report.matched.length, 1);
      assert.deepEqual(
        report.skipped.map(({ reason }) => reason),
        ["block not chosen", "block not chosen"],
      );
    });
  });

  it("refuses to take nothing over, naming both sides", () => {
    const stem = block("stem");
    stem.bias("bias", [1], unset);
    const source = sourceOf({ "conv2d/bias": { shape: [1], values: [1] } });
    assert.throws(() => reuse(source, { blocks: [stem] }), {
      code: "E_BAD_PLAN",
      message:
        "Nothing of tiny fits the network: it holds conv2d/bias, the network's blocks are stem",
      hint: /map/,
    });
  });

  it("refuses a glob over blocks that matches nothing", () => {
    const stem = block("stem");
    stem.bias("bias", [1], unset);
    const source = sourceOf({ "stem/bias": { shape: [1], values: [1] } });
    assert.throws(() => reuse(source, { blocks: [stem] }, { blocks: ["stm"] }), {
      message: "No block matches 'stm'; did you mean 'stem'? Blocks: stem",
    });
  });

  it("is printed block by block, with totals", () => {
    const body = block("body");
    body.weight("kernel", [2], unset);
    body.norm("norm", 2);
    const head = block("head");
    head.bias("bias", [2], unset, { axes: ["label"] });
    const source = sourceOf(
      {
        "body/kernel": { shape: [2], values: [1, 2] },
        "body/norm/mean": { shape: [2], values: [1, 2] },
        "head/bias": { shape: [1], values: [3] },
        "fc/kernel": { shape: [3], values: [1, 2, 3] },
      },
      { label: ["b"] },
    );
    const report = reuse(source, { blocks: [body, head] }, { vocabularies: { label: ["a", "b"] } });
    assert.equal(
      formatReuseReport(report),
      `block  outcome  parameters  numbers  reused  note
──────────────────────────────────────────────────────────────────────────
body   matched           2        4       4
head   adapted           1        2       1  1 of 2 labels
body   skipped           3        6       0  not in the source
fc     unused            1        3       0  no 'fc/kernel' in the network

from tiny: 5 of 12 numbers taken over; parameters: 2 matched, 1 adapted, 3 skipped, 1 unused
trainable: 3 of 8 begin with the source's numbers (37.5 %)
`,
    );
    assert.deepEqual(summaryOf(report), {
      matched: 2,
      adapted: 1,
      skipped: 3,
      unused: 1,
      reused: 5,
      numbers: 12,
    });
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it("keeps the source's arrays apart from the network's", () => {
    const stem = block("stem");
    const bias = stem.bias("bias", [1], numbers(0));
    const source = sourceOf({ "stem/bias": { shape: [1], values: [5] } });
    reuse(source, { blocks: [stem] });
    bias.values[0] = 9;
    assert.deepEqual([...(source.parameters.get("stem/bias")?.values ?? [])], [5]);
  });
});
