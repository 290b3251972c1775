import assert from "node:assert/strict";
import { tokenAccuracy } from "@mltl/core";

describe("tokenAccuracy", () => {
  it("is the share of right tags over all sentences", () => {
    assert.equal(tokenAccuracy([["O", "B-PER"], ["O"]], [["O", "I-PER"], ["O"]]), 2 / 3);
    assert.equal(tokenAccuracy([Int32Array.of(0, 1)], [Int32Array.of(0, 1)]), 1);
  });

  it("skips sentences without tokens", () => {
    assert.equal(tokenAccuracy([[], ["O"]], [[], ["O"]]), 1);
  });

  it("refuses bad input", () => {
    assert.throws(() => tokenAccuracy([], []), { code: "E_USAGE" });
    assert.throws(() => tokenAccuracy([[]], [[]]), { code: "E_USAGE" });
    assert.throws(() => tokenAccuracy([["O"]], [["O", "O"]]), /predicted\[0\], received 2/);
    assert.throws(() => tokenAccuracy([[]], [["O"]]), { code: "E_USAGE" });
  });
});
