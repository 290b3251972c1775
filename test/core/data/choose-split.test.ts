import assert from "node:assert/strict";
import { chooseSplit } from "@mltl/core";

describe("the split that is evaluated", () => {
  it("is test, or the only one, or the one named; val is dev", () => {
    assert.equal(chooseSplit("x", ["train", "dev", "test"], undefined), "test");
    assert.equal(chooseSplit("x", ["all"], undefined), "all");
    assert.equal(chooseSplit("x", ["train", "dev"], "val"), "dev");
    assert.throws(() => chooseSplit("x", ["train", "dev"], "test"), {
      code: "E_NOT_FOUND",
      message: /'x' has no split 'test'. Splits: train, dev/,
    });
    assert.throws(() => chooseSplit("x", ["train", "dev"], undefined), {
      code: "E_USAGE",
      message: /train, dev/,
    });
  });
});
