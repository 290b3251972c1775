import assert from "node:assert/strict";
import { parsePlan } from "@mltl/core";
import { experimentSplits } from "@mltl/text/training";

const stages = [{ name: "all", epochs: 1, rate: 0.01 }];

function variantOf(data?: string) {
  const resolved = parsePlan(
    {
      schema: "mltl.plan/1",
      name: "chain",
      levels: [
        {
          name: "language",
          task: "text/language",
          data: { sets: [{ set: "tiny-ner" }] },
          network: { architecture: "bilstm-language" },
          stages,
          monitor: "perplexity",
        },
        {
          name: "target",
          task: "text/tag",
          data: { sets: [{ set: "tiny-ner", train: ["train", "dev"] }] },
          network: { architecture: "bilstm-crf" },
          stages,
          monitor: "f1",
        },
      ],
      card: { title: "", licence: "", intendedUse: "", limits: "" },
    },
    "test",
  );
  return { ...(data !== undefined && { data }), resolved };
}

describe("what an experiment tests on and learns from", () => {
  it("is compared level by level, each split once", async () => {
    const options = { dataRoot: "data/samples", seed: 1 };
    const splits = await experimentSplits([variantOf("all"), variantOf("all")], options);
    assert.deepEqual(
      splits.map(({ data, split, level, learned }) => [data, split, level, learned]),
      ["language", "target"].flatMap((level) =>
        ["dev", "test tiny-ner"].map((split) => ["all", split, level, ["tiny-ner"]]),
      ),
    );
    const [, , dev, test] = splits;
    // The target learns from its own dev here: every sentence of that is found again.
    assert.deepEqual([dev.same, dev.near], [dev.sentences, dev.sentences]);
    assert.ok(test.sentences > 0 && test.same < test.sentences);
  });
});
