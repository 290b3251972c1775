import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { MltlError } from "#core/errors.js";
import { parsePlan, readPlan } from "#core/plan/plan.js";

const stage = { name: "all", epochs: 2, rate: 0.1 };
const level = {
  name: "wild",
  task: "vision/classify",
  network: { architecture: "emotion-resnet" },
  stages: [stage],
  monitor: "accuracy",
};
const plan = {
  schema: "mltl.plan/1",
  name: "emotion",
  levels: [level],
  card: { title: "", licence: "", intendedUse: "", limits: "" },
};

const withLevel = (settings: object) => ({ ...plan, levels: [{ ...level, ...settings }] });
const withStage = (settings: object) => withLevel({ stages: [{ ...stage, ...settings }] });

/** What is said of a plan, without the beginning. */
function complaint(value: unknown): string {
  try {
    parsePlan(value, "x.yaml");
  } catch (error) {
    assert.equal((error as MltlError).code, "E_BAD_PLAN");
    return (error as MltlError).message.replace("x.yaml is not a plan: ", "");
  }
  throw new assert.AssertionError({ message: "expected the plan to be refused" });
}

describe("parsePlan", () => {
  it("fills in what a plan leaves out", () => {
    const [parsed] = parsePlan(plan, "test").levels;
    assert.deepEqual(parsed, {
      ...level,
      data: {},
      network: { architecture: "emotion-resnet", options: {} },
      init: "scratch",
      average: 0,
      precision: "float32",
      objectives: {},
      mixing: "shuffled",
      stages: [
        {
          ...stage,
          train: ["**"],
          schedule: { name: "cosine" },
          warmup: 0.1,
          optimizer: { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
          weightDecay: 0,
          clipNorm: 0,
          frozen: { batchNorm: "stored", dropout: "off" },
        },
      ],
    });
  });

  it("takes what it gave: a parsed plan is a plan, and means the same", () => {
    const once = parsePlan(
      withStage({ schedule: "one-cycle", rate: { slice: [1e-4, 1e-2] } }),
      "test",
    );
    assert.deepEqual(parsePlan(once, "test"), once);
  });

  it("names every field that is wrong, and what may have been meant", () => {
    const { monitor: _, ...unmonitored } = level;
    const wrong = {
      ...plan,
      levels: [
        {
          ...unmonitored,
          moniter: "f1",
          stages: [{ ...stage, rate: "fast", epochs: 1.5, optimiser: "adam" }],
        },
      ],
    };
    assert.equal(
      complaint(wrong),
      "levels.0.stages.0.epochs: expected a whole number, received 1.5; " +
        "levels.0.stages.0.rate: expected a number, received 'fast'; " +
        "levels.0.stages.0: no field 'optimiser'; did you mean 'optimizer'?; " +
        "levels.0.monitor: expected a string, received nothing; " +
        "levels.0: no field 'moniter'; did you mean 'monitor'?",
    );
  });

  it("names the nearest of the words that a field takes", () => {
    assert.equal(
      complaint(withStage({ schedule: "cosin" })),
      "levels.0.stages.0.schedule.name: expected one of constant, linear, cosine, one-cycle, step, " +
        "plateau, inverse-time, received 'cosin'; did you mean 'cosine'?",
    );
    assert.equal(
      complaint(withStage({ optimizer: { name: "adm" } })),
      "levels.0.stages.0.optimizer.name: expected one of sgd, adam, adamw, adamax, rmsprop, " +
        "received 'adm'; did you mean 'adam'?",
    );
    assert.equal(
      complaint(withLevel({ mixing: "shufled" })),
      "levels.0.mixing: expected one of shuffled, proportional, uniform, alternate, " +
        "received 'shufled'; did you mean 'shuffled'?",
    );
    assert.equal(
      complaint({ ...plan, schema: "mltl.plan/9" }),
      "schema: expected mltl.plan/1, received 'mltl.plan/9'; did you mean 'mltl.plan/1'?",
    );
  });

  it("complains about the form of a rate that was meant", () => {
    const about = (rate: unknown) =>
      complaint(withStage({ rate })).replace(/^levels.0.stages.0./, "");
    assert.equal(
      about({ rate: 0.1, layerdecay: 0.9 }),
      "rate.layerDecay: expected a number, received nothing; " +
        "levels.0.stages.0.rate: no field 'layerdecay'; did you mean 'layerDecay'?",
    );
    assert.equal(about({ slice: [0.1, -1] }), "rate.slice.1: expected more than 0, received -1");
    assert.equal(about({ head: "high" }), "rate.head: expected a number, received 'high'");
    assert.equal(about(0), "rate: expected more than 0, received 0");
  });

  it("wants epochs or steps, one of the two", () => {
    assert.equal(
      complaint(withStage({ epochs: undefined })),
      "levels.0.stages.0.epochs: expected a number of epochs or steps, received neither",
    );
    assert.equal(
      complaint(withStage({ steps: 5 })),
      "levels.0.stages.0.steps: expected epochs or steps, received both",
    );
  });

  it("chains levels, each from scratch, the level before or a folder", () => {
    const from = (init: unknown, name: string) => ({ ...level, name, init });
    const chain = {
      ...plan,
      levels: [
        level,
        from({ from: "previous", map: { "body/*": "body/*" } }, "b"),
        from({ from: "out/emotion", onShapeMismatch: "skip", blocks: ["stem"] }, "c"),
        from({ from: { source: "face-api", path: "weights" } }, "d"),
      ],
    };
    assert.deepEqual(
      parsePlan(chain, "test").levels.map(({ init }) => init),
      [
        "scratch",
        { from: "previous", map: { "body/*": "body/*" }, onShapeMismatch: "adapt" },
        { from: "out/emotion", onShapeMismatch: "skip", blocks: ["stem"] },
        { from: { source: "face-api", path: "weights" }, onShapeMismatch: "adapt" },
      ],
    );
    assert.equal(
      complaint(withLevel({ init: { from: "previous" } })),
      "levels.0.init.from: the first level has no previous one",
    );
    assert.equal(
      complaint(withLevel({ init: "scrach" })),
      "levels.0.init: expected scratch, received 'scrach'; did you mean 'scratch'?",
    );
    assert.equal(
      complaint({ ...plan, levels: [level, level] }),
      "levels.1.name: expected names of levels to be unique, received 'wild' twice",
    );
  });

  it("reads every plan that comes with the project", async () => {
    const files = await readdir("benchmarks/plans", { recursive: true });
    const plans = files.filter((file) => file.endsWith(".yaml"));
    assert.ok(plans.length >= 2);
    for (const file of plans) await readPlan(path.join("benchmarks/plans", file));
  });
});
