import assert from "node:assert/strict";
import { didYouMean, nearestName } from "#core/nearest-name.js";

describe("nearestName", () => {
  const names = ["epochs", "steps", "schedule", "optimizer", "f1"];

  it("finds a name with a letter missing, added, changed or swapped, in any case", () => {
    for (const [slip, name] of [
      ["epoch", "epochs"],
      ["stepss", "steps"],
      ["shcedule", "schedule"],
      ["Optimiser", "optimizer"],
    ]) {
      assert.equal(nearestName(slip, names), name);
    }
  });

  it("finds nothing where nothing is near for the length of the word", () => {
    assert.equal(nearestName("momentum", names), undefined);
    assert.equal(nearestName("rate", names), undefined);
    assert.equal(nearestName("xy", names), undefined);
    assert.equal(nearestName("anything", []), undefined);
  });

  it("takes the nearest of several, the first of equals", () => {
    assert.equal(nearestName("adam", ["adamax", "adamw"]), "adamw");
    assert.equal(nearestName("bat", ["cat", "bar"]), "cat");
  });

  it("words it, or says nothing", () => {
    assert.equal(didYouMean("step", names), "; did you mean 'steps'?");
    assert.equal(didYouMean("colour", names), "");
  });
});
