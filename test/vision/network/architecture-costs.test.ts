import assert from "node:assert/strict";
import { countMultiplyAdds, loadEngine, randomStream } from "@mltl/core";
import { architectureCosts } from "#vision/network/architecture-costs.js";
import "#vision/network/architectures.js";
import { buildFaceNetwork, faceArchitectures } from "#vision/network/face-network.js";

function multiplyAdds(architecture: string, options: object, side: number): number {
  const network = buildFaceNetwork(architecture, { classes: 7, ...options }, randomStream(1));
  const faces = { shape: [1, side, side, 1], data: new Float32Array(side * side) };
  return countMultiplyAdds(network, { faces });
}

describe("the cost of architectures", function () {
  this.timeout(60_000);

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("counts convolutions, those of each channel alone, and fully connected layers", () => {
    const plain = multiplyAdds("small-cnn", { widths: [2, 3] }, 8);
    assert.equal(plain, 64 * 9 * (1 * 2 + 2 * 2) + 16 * 9 * (2 * 3 + 3 * 3) + 3 * 7);
    const options = { widths: [2, 2], depth: 1, expand: 3, features: 5 };
    const mobile = multiplyAdds("emotion-mobile", options, 8);
    assert.equal(mobile, 16 * (9 * 2 + 2 * 6 + 9 * 6 + 6 * 2 + 2 * 5) + 5 * 7);
  });

  it("counts what Dense_FaceLiveNet is said to take: 0.085 G at 96 pixels", () => {
    const count = multiplyAdds("dense-face-live", { size: 96 }, 96);
    assert.ok(Math.abs(count / 1e9 - 0.085) < 0.001, `${count}`);
  });

  it("of every architecture", () => {
    const costs = architectureCosts();
    assert.deepEqual(
      costs.map(({ architecture }) => architecture),
      faceArchitectures(),
    );
    for (const { multiplyAdds, parameters } of costs) {
      assert.ok(multiplyAdds > 1e6 && parameters > 1e5);
    }
  });
});
