import assert from "node:assert/strict";
import { Block, CHANNELS } from "#core/network/block.js";
import {
  describe as describeNetwork,
  formatBlocks,
  formatParameters,
} from "#core/network/describe.js";
import { zeros } from "#core/network/initializers.js";
import { randomStream } from "#core/random/random.js";

function network() {
  const stem = new Block("stem", randomStream(1));
  stem.weight("kernel", [1, 1, 3, 2], zeros, { axes: [undefined, undefined, CHANNELS, undefined] });
  stem.norm("norm", 2);
  const head = new Block("head", randomStream(1));
  head.weight("kernel", [2, 2], zeros);
  head.bias("bias", [2], zeros, { axes: ["label"] });
  return { architecture: "tiny", options: { classes: 2 }, blocks: [stem, head] };
}

describe("describe", () => {
  it("counts blocks and parameters by role", () => {
    const { architecture, options, numbers, trainable, blocks } = describeNetwork(network());
    assert.deepEqual([architecture, options, numbers, trainable], ["tiny", { classes: 2 }, 20, 16]);
    assert.deepEqual(
      blocks.map(({ name, numbers, share, byRole }) => [name, numbers, share, byRole]),
      [
        ["stem", 14, 0.7, { weight: 6, bias: 0, norm: 4, statistic: 4 }],
        ["head", 6, 0.3, { weight: 4, bias: 2, norm: 0, statistic: 0 }],
      ],
    );
    assert.deepEqual(blocks[0].parameters[0], {
      name: "stem/kernel",
      role: "weight",
      shape: [1, 1, 3, 2],
      axes: [null, null, "channel", null],
      numbers: 6,
    });
    assert.ok(!("axes" in blocks[1].parameters[0]));
  });

  it("is printed a block a line, with the sum", () => {
    assert.equal(
      formatBlocks(describeNetwork(network())),
      `block  parameters  numbers    share  weight  bias  norm  statistic
──────────────────────────────────────────────────────────────────
stem            5       14   70.0 %       6     0     4          4
head            2        6   30.0 %       4     2     0          0
all             7       20  100.0 %      10     2     4          4
`,
    );
  });

  it("is printed a parameter a line", () => {
    const lines = formatParameters(describeNetwork(network())).split("\n");
    assert.deepEqual(
      [lines[0], lines[2], lines[8]],
      [
        "parameter           role       shape    numbers  axes",
        "stem/kernel         weight     1x1x3x2        6  - - channel -",
        "head/bias           bias       2              2  label",
      ],
    );
  });
});
