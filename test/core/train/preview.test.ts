import assert from "node:assert/strict";
import { loadEngine, parsePlan, previewPlan, registerTask, tf } from "@mltl/core";
import { stageLengths } from "#core/train/stage-steps.js";
import { halvesLevel, halvesTask } from "./halves-task.js";

registerTask("test/preview", {
  parallel: "across",
  create: async ({ seed, level }) =>
    halvesTask(seed, level.name === "both" ? { a: 4, b: 2 } : { side: 5 }),
});

const level = (name: string, stages: object[], more: object = {}) => ({
  name,
  task: "test/preview",
  network: { architecture: "halves" },
  monitor: "accuracy",
  stages,
  ...more,
});

const plan = parsePlan(
  {
    schema: "mltl.plan/1",
    name: "chain",
    seed: 3,
    levels: [
      level("first", [{ name: "head", train: ["head"], epochs: 2, rate: 0.05 }]),
      level(
        "both",
        [
          { name: "top", train: ["head", "rooms"], steps: 4, rate: { rate: 0.1, layerDecay: 0.5 } },
          { name: "all", epochs: 3, rate: { slice: [0.001, 0.1] }, schedule: "one-cycle" },
        ],
        { init: { from: "previous", blocks: ["body/*", "rooms"] } },
      ),
    ],
    card: { title: "", licence: "", intendedUse: "", limits: "" },
  },
  "test",
);

describe("previewPlan", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("says what learns, how fast, how long, and what is taken over", async () => {
    const seen: string[] = [];
    const { seed, levels, seconds } = await previewPlan(plan, {
      dataRoot: "",
      onLevel: ({ name }) => seen.push(name),
    });
    assert.deepEqual([seed, seen], [3, ["first", "both"]]);
    const [first, both] = levels;
    assert.deepEqual(first.objectives, [{ name: "side", unit: "pictures", stepsPerEpoch: 5 }]);
    // body/1: 9 weights x 4 channels and 2 x 4 of normalisation; rooms: 5 x 2; head: 146 x 2 + 2.
    assert.deepEqual(first.stages[0].blocks, [
      { block: "body/1", numbers: 44, rate: undefined },
      { block: "rooms", numbers: 10, rate: undefined },
      { block: "head", numbers: 294, rate: 0.05 },
    ]);
    assert.deepEqual([first.stages[0].trainable, first.stages[0].numbers], [294, 348]);
    assert.deepEqual(
      both.stages.map(({ name, steps, epochs, trainable }) => [name, steps, epochs, trainable]),
      [
        ["top", 4, 1, 304],
        ["all", 18, 3, 348],
      ],
    );
    assert.deepEqual(
      both.stages.map(({ blocks }) => blocks.map(({ rate }) => rate?.toFixed(4))),
      [
        [undefined, "0.0500", "0.1000"],
        ["0.0010", "0.0100", "0.1000"],
      ],
    );
    assert.equal(first.reuse, undefined);
    assert.equal(both.reuse?.source, "first");
    assert.deepEqual(both.reuse?.totals.trainableReused, 54);
    assert.ok(seconds > 0);
    const sum = levels.reduce((all, one) => all + one.seconds, 0);
    assert.ok(Math.abs(seconds - sum) < 1e-9);
  });

  it("leaves nothing behind", async () => {
    await previewPlan(plan, { dataRoot: "" });
    const before = tf.memory().numTensors;
    await previewPlan(plan, { dataRoot: "" });
    assert.equal(tf.memory().numTensors, before);
  });

  it("finds what is wrong before anything is trained", async () => {
    const [first, both] = plan.levels;
    const stages = [{ ...both.stages[0], train: ["haed"] }];
    const wrong = { ...plan, levels: [first, { ...both, stages }] };
    await assert.rejects(previewPlan(wrong, { dataRoot: "" }), {
      code: "E_BAD_PLAN",
      message: /No block matches 'haed'; did you mean 'head'\?/,
    });
  });
});

describe("stageLengths", () => {
  it("counts the epochs of one objective at a time in turn, over stages", () => {
    const stages = [
      { name: "one", epochs: 2, rate: 1 },
      { name: "two", epochs: 1, rate: 1 },
      { name: "three", steps: 3, rate: 1 },
    ];
    const turns = halvesLevel(stages, { mixing: "alternate" });
    assert.deepEqual(stageLengths(turns, halvesTask(1, { a: 4, b: 2 })), [
      { steps: 6, epochs: 2 },
      { steps: 4, epochs: 1 },
      { steps: 3, epochs: 2 },
    ]);
  });
});
