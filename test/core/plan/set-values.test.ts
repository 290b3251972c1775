import assert from "node:assert/strict";
import { parsePlan } from "#core/plan/plan.js";
import { setValues } from "#core/plan/set-values.js";

const stage = { name: "head", epochs: 2, rate: 0.1, schedule: "cosine" };
const plan = {
  schema: "mltl.plan/1",
  name: "emotion",
  levels: [
    {
      name: "wild",
      task: "vision/classify",
      network: { architecture: "emotion-resnet" },
      stages: [stage, { ...stage, name: "all" }],
      monitor: "accuracy",
    },
  ],
  card: { title: "", licence: "", intendedUse: "", limits: "" },
};

const set = (...assignments: string[]) => parsePlan(setValues(plan, assignments), "plan.yaml");

describe("setValues", () => {
  it("sets fields by index or by name, with values in YAML", () => {
    const [{ stages, network, data }] = set(
      "levels.0.stages.1.epochs=3",
      "levels.wild.stages.head.rate={ slice: [1e-4, 1e-2] }",
      "levels.wild.network.options.widths=[8, 16]",
      "levels.0.data.augment.flip=0.5",
    ).levels;
    assert.equal(stages[1].epochs, 3);
    assert.deepEqual(stages[0].rate, { slice: [0.0001, 0.01] });
    assert.deepEqual(network.options, { widths: [8, 16] });
    assert.deepEqual(data, { augment: { flip: 0.5 } });
  });

  it("lets later assignments win and leaves the plan as it was", () => {
    const before = structuredClone(plan);
    assert.equal(set("seed=3", "seed=4").seed, 4);
    assert.deepEqual(plan, before);
  });

  it("takes a field away where the value is nothing", () => {
    const [{ stages }] = set("levels.0.stages.0.epochs=", "levels.0.stages.0.steps=7").levels;
    assert.deepEqual([stages[0].epochs, stages[0].steps], [undefined, 7]);
  });

  it("keeps an equals sign in the value", () => {
    assert.equal(set("card.title=a = b").card.title, "a = b");
  });

  it("leaves unknown fields to the plan's check, which names the nearest", () => {
    assert.throws(() => set("levels.0.stages.0.epoch=3"), {
      code: "E_BAD_PLAN",
      message: /levels\.0\.stages\.0: no field 'epoch'; did you mean 'epochs'\?/,
    });
    assert.throws(() => set("levels.0.stage.0.epochs=3"), {
      code: "E_BAD_PLAN",
      message: /levels\.0: no field 'stage'; did you mean 'stages'\?/,
    });
  });

  it("refuses an item that isn't there, naming those that are", () => {
    assert.throws(() => set("levels.0.stages.haed.epochs=3"), {
      code: "E_USAGE",
      message:
        "Expected one of head, all in levels.0.stages for --set, received 'haed'; did you mean 'head'?",
    });
    assert.throws(() => set("levels.1.name=x"), { message: /one of wild in levels for --set/ });
  });

  it("refuses to look into a word, saying how to write it", () => {
    assert.throws(() => set("levels.0.stages.0.schedule.every=3"), {
      message: /levels\.0\.stages\.0\.schedule is "cosine"/,
      hint: 'Set it whole: --set "levels.0.stages.0.schedule={ name: cosine, every: ... }"',
    });
  });

  it("refuses what is no assignment", () => {
    assert.throws(() => set("seed"), { code: "E_USAGE", message: /field=value/ });
    assert.throws(() => set("seed=[1"), { code: "E_USAGE", message: /YAML/ });
  });
});
