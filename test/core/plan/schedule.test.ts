import assert from "node:assert/strict";
import { parseLevel, type Stage } from "#core/plan/plan.js";
import { scheduleAt } from "#core/plan/schedule.js";

function stageWith(settings: object): Stage {
  const stage = { name: "all", epochs: 2, rate: 1, ...settings };
  const network = { architecture: "any" };
  return parseLevel({ name: "l", task: "t", network, stages: [stage], monitor: "f1" } as never)
    .stages[0];
}

/** Rates, and momenta where there are any, at some steps of ten in two epochs. */
function at(settings: object, steps: number[], plateauDrops = 0): (number | undefined)[][] {
  const stage = stageWith(settings);
  return steps.map((step) => {
    const position = { step, stepsPerEpoch: 5, totalSteps: 10, plateauDrops };
    return Object.values(scheduleAt(stage, position)).map((value) => Number(value.toFixed(6)));
  });
}

describe("scheduleAt", () => {
  it("rises in a line over the warm-up, then follows the schedule", () => {
    const rates = (schedule: string) => at({ schedule, warmup: 0.2 }, [0, 1, 2, 6, 9]).flat();
    assert.deepEqual(rates("constant"), [0.5, 1, 1, 1, 1]);
    assert.deepEqual(rates("linear"), [0.5, 1, 1, 0.5, 0.125]);
    assert.deepEqual(rates("cosine"), [0.5, 1, 1, 0.5, 0.03806]);
  });

  it("warms up before linear and cosine when a plan doesn't say, and not before the others", () => {
    const warmups = [
      "linear",
      "cosine",
      "constant",
      "one-cycle",
      "plateau",
      { name: "step", every: 1 },
      { name: "inverse-time", decay: 0.05 },
    ].map((schedule) => stageWith({ schedule }).warmup);
    assert.deepEqual(warmups, [0.1, 0.1, 0, 0, 0, 0, 0]);
  });

  it("goes through one cycle as fastai's fit_one_cycle does", () => {
    // fastai.callback.schedule.combined_cos(0.25, 1/25, 1, 1e-5) and (0.25, 0.95, 0.85, 0.95).
    assert.deepEqual(at({ schedule: "one-cycle" }, [0, 1, 2, 5, 9]), [
      [0.04, 0.95],
      [0.371672, 0.915451],
      [0.908328, 0.859549],
      [0.750003, 0.875],
      [0.043237, 0.945677],
    ]);
  });

  it("reaches the peak of one cycle at its turn", () => {
    const schedule = { name: "one-cycle", pctStart: 0.5, div: 10, momentum: [0.9, 0.8, 0.9] };
    assert.deepEqual(at({ schedule }, [0, 5]), [
      [0.1, 0.9],
      [1, 0.8],
    ]);
  });

  it("drops by steps as PyTorch's StepLR does", () => {
    const rates = (every: number) =>
      at({ schedule: { name: "step", every, factor: 0.5 } }, [0, 4, 5, 9]).flat();
    assert.deepEqual(rates(1), [1, 1, 0.5, 0.5]);
    assert.deepEqual(rates(2), [1, 1, 1, 1]);
  });

  it("drops once for each plateau", () => {
    const schedule = { name: "plateau", factor: 0.5 };
    assert.deepEqual(
      [0, 1, 3].flatMap((drops) => at({ schedule }, [7], drops).flat()),
      [1, 0.5, 0.125],
    );
  });

  it("divides by 1 + decay t after t epochs, as the SGD of Lample et al. and Ma & Hovy", () => {
    const schedule = { name: "inverse-time", decay: 0.05 };
    assert.deepEqual(at({ schedule }, [0, 4, 5, 10]).flat(), [1, 1, 0.952381, 0.909091]);
  });
});
