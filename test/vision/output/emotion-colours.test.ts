import assert from "node:assert/strict";
import { emotionColour } from "#vision/output/emotion-colours.js";

describe("emotionColour", () => {
  it("gives labels of one's own colours that no emotion has, always the same", () => {
    const emotions = [
      "angry",
      "contempt",
      "disgust",
      "fear",
      "happy",
      "neutral",
      "sad",
      "surprise",
    ];
    const taken = new Set(emotions.map(emotionColour));
    assert.equal(taken.size, emotions.length);
    for (const label of ["bored", "böse!", "wide awake", "笑", ""]) {
      assert.match(emotionColour(label), /^#[0-9a-f]{6}$/);
      assert.ok(!taken.has(emotionColour(label)), label);
      assert.equal(emotionColour(label), emotionColour(label));
    }
    assert.notEqual(emotionColour("listen"), emotionColour("silent"));
  });
});
