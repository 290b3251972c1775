import assert from "node:assert/strict";
import { networkOptions, parseLevel, taskSettings } from "@mltl/core";
import { z } from "zod";

const schema = z.strictObject({ batch: z.number().int().positive().default(64) });

const level = (data: object) =>
  parseLevel({
    name: "wild",
    task: "vision/classify",
    data: { ...data },
    network: { architecture: "any" },
    stages: [{ name: "all", epochs: 1, rate: 1 }],
    monitor: "accuracy",
  });

describe("taskSettings", () => {
  it("fills in defaults", () => {
    assert.deepEqual(taskSettings(schema, level({})), { batch: 64 });
  });

  it("names the level, the field and what may have been meant", () => {
    assert.throws(() => taskSettings(schema, level({ bacth: 3 })), {
      code: "E_BAD_PLAN",
      message:
        "Expected data that vision/classify takes for level 'wild', received others: " +
        "no field 'bacth'; did you mean 'batch'?",
    });
  });
});

describe("networkOptions", () => {
  it("names the architecture and the field", () => {
    assert.throws(() => networkOptions(schema, "small-cnn", { batch: "many" }), {
      code: "E_BAD_PLAN",
      message:
        "Expected options that small-cnn takes, received others: " +
        "batch: expected a number, received 'many'",
    });
  });
});
