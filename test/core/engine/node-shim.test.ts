import assert from "node:assert/strict";
import { shimNodeUtil } from "#core/engine/node-shim.js";

describe("shimNodeUtil", () => {
  it("gives a util without them the two functions that tfjs-node calls", () => {
    const util: Record<string, (value: unknown) => boolean> = {};
    shimNodeUtil(util);
    assert.deepEqual(
      [null, undefined, 0, "", []].map((value) => util.isNullOrUndefined(value)),
      [true, true, false, false, false],
    );
    assert.equal(util.isArray([1]), true);
    assert.equal(util.isArray({ length: 1 }), false);
  });
});
