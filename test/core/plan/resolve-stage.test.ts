import assert from "node:assert/strict";
import { Block } from "#core/network/block.js";
import { parseLevel, type Stage } from "#core/plan/plan.js";
import { resolveStage } from "#core/plan/resolve-stage.js";
import { randomStream } from "#core/random/random.js";

const blocks = ["stem", "body/1", "body/2", "head"].map(
  (name) => new Block(name, randomStream(1, name)),
);

function stageWith(settings: object): Stage {
  const stage = { name: "all", epochs: 1, rate: 1, ...settings };
  const network = { architecture: "any" };
  return parseLevel({ name: "l", task: "t", network, stages: [stage], monitor: "f1" } as never)
    .stages[0];
}

function rates(settings: object): Record<string, number> {
  const { learning } = resolveStage(stageWith(settings), blocks);
  return Object.fromEntries(
    [...learning].map(([{ name }, rate]) => [name, Number(rate.toPrecision(6))]),
  );
}

describe("resolveStage", () => {
  it("gives one rate to every learning block, in the network's order", () => {
    assert.deepEqual(Object.entries(rates({ train: ["head", "body/*"], rate: 0.01 })), [
      ["body/1", 0.01],
      ["body/2", 0.01],
      ["head", 0.01],
    ]);
  });

  it("lowers the rate layer by layer from the last learning block", () => {
    assert.deepEqual(rates({ rate: { rate: 0.1, layerDecay: 0.5 } }), {
      stem: 0.0125,
      "body/1": 0.025,
      "body/2": 0.05,
      head: 0.1,
    });
    assert.deepEqual(rates({ train: ["body/*"], rate: { rate: 0.1, layerDecay: 0.5 } }), {
      "body/1": 0.05,
      "body/2": 0.1,
    });
  });

  it("spreads a slice in equal ratios; a block alone gets the upper end", () => {
    assert.deepEqual(rates({ rate: { slice: [0.001, 1] } }), {
      stem: 0.001,
      "body/1": 0.01,
      "body/2": 0.1,
      head: 1,
    });
    assert.deepEqual(rates({ train: ["head"], rate: { slice: [0.001, 1] } }), { head: 1 });
  });

  it("takes rates by globs, later ones over earlier ones", () => {
    assert.deepEqual(rates({ rate: { "**": 0.1, "body/*": 0.01, "body/2": 0.02 } }), {
      stem: 0.1,
      "body/1": 0.01,
      "body/2": 0.02,
      head: 0.1,
    });
  });

  it("refuses a rate for no block and a block without a rate", () => {
    assert.throws(() => rates({ rate: { "**": 0.1, haed: 0.01 } }), {
      code: "E_BAD_PLAN",
      message:
        "rate: No learning block matches 'haed'; did you mean 'head'? Learning blocks: stem, body/1, body/2, head",
    });
    assert.throws(() => rates({ rate: { "body/*": 0.1 } }), {
      code: "E_BAD_PLAN",
      message: /received none for 'stem'/,
    });
  });

  it("carries the optimizer and what frozen blocks do", () => {
    const settings = {
      optimizer: { name: "rmsprop", momentum: 0.5 },
      weightDecay: 0.01,
      clipNorm: 5,
      frozen: { batchNorm: "batch", dropout: "on" },
    };
    const { learning: _, ...rest } = resolveStage(stageWith(settings), blocks);
    assert.deepEqual(rest, {
      optimizer: { name: "rmsprop", decay: 0.9, momentum: 0.5, epsilon: 1e-7 },
      weightDecay: 0.01,
      clipNorm: 5,
      frozenNormalisation: "batch",
      frozenDropout: true,
    });
  });

  it("leaves frozen blocks as they are when a plan doesn't say", () => {
    const { frozenNormalisation, frozenDropout } = resolveStage(stageWith({}), blocks);
    assert.deepEqual(
      { frozenNormalisation, frozenDropout },
      {
        frozenNormalisation: "stored",
        frozenDropout: false,
      },
    );
  });
});
