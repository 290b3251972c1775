import assert from "node:assert/strict";
import { parsePlan, taskKind } from "@mltl/core";
import "@mltl/text/training";

/** Sentences of the sample that a level of this fraction learns from. */
async function sentencesOf(fraction: number, seed = 1): Promise<string[]> {
  const types = { PER: "PER" };
  const plan = parsePlan(
    {
      schema: "mltl.plan/1",
      name: "some",
      levels: [
        {
          name: "some",
          task: "text/tag",
          data: {
            types: ["PER"],
            sets: [
              { set: "tiny-ner", types },
              { set: "tiny-ner", types, train: ["dev"] },
            ],
            vectors: { set: "tiny-vectors", words: 50 },
            batch: 4,
            fraction,
          },
          network: { architecture: "bilstm-crf", options: { units: 4 } },
          stages: [{ name: "all", epochs: 1, rate: 0.01 }],
          monitor: "f1",
        },
      ],
      card: { title: "", licence: "", intendedUse: "", limits: "" },
    },
    "test",
  );
  const [level] = plan.levels;
  const { create } = taskKind(level.task);
  const { tags } = (await create({ plan, level, seed, dataRoot: "data/samples" })).objectives;
  const steps = Array.from({ length: tags.stepsPerEpoch }, (_, step) => step);
  return steps.flatMap((step) => tags.batch(0, step).ids).sort();
}

describe("a fraction of the sentences", () => {
  it("is part of a larger one of the same seed, and another of another seed", async () => {
    const tenth = await sentencesOf(0.1);
    const half = await sentencesOf(0.5);
    assert.equal(tenth.length, 19);
    assert.equal(half.length, 95);
    assert.equal((await sentencesOf(1)).length, 190);
    assert.ok(tenth.every((id) => half.includes(id)));
    assert.notDeepEqual(await sentencesOf(0.1, 2), tenth);
  });
});
