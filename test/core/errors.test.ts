import assert from "node:assert/strict";
import { invalidArgument } from "@mltl/core";

describe("invalidArgument", () => {
  it("names what was expected, for what, and what came", () => {
    const error = invalidArgument("--batch", "a whole number", "x");
    assert.equal(error.message, "Expected a whole number for --batch, received 'x'");
    assert.equal(error.code, "E_USAGE");
  });
});
