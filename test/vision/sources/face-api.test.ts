import assert from "node:assert/strict";
import { buildNetwork, openWeights, parametersOf, randomStream, reuse } from "@mltl/core";
import { loadPretrained } from "#vision/face-api/pretrained.js";
import "#vision/network/architectures.js";
import "#vision/sources/face-api.js";

const random = () => randomStream(1);

describe("face-api's networks as sources of weights", () => {
  it("give a grey network with other labels every block, adapted where it has to be", async () => {
    const source = await openWeights("expression", "face-api");
    const network = buildNetwork("face-api-expression", { classes: 3, channels: 1 }, random());
    const label = ["bored", "surprise", "neutral"];
    const report = reuse(source, network, { vocabularies: { label } });
    assert.deepEqual(
      report.adapted.map(({ parameter, how }) => [parameter, how]),
      [
        ["dense0/conv0/filters", "3 channels summed"],
        ["fc/weights", "2 of 3 labels"],
        ["fc/bias", "2 of 3 labels"],
      ],
    );
    assert.deepEqual([report.skipped, report.unused], [[], []]);
    const { network: theirs } = await loadPretrained("expression");
    const [bias, given] = [network, theirs].map((side) => {
      const found = parametersOf(side).find(({ name }) => name === "fc/bias");
      return [...(found?.values ?? [])];
    });
    assert.deepEqual(bias.slice(1), [given[6], given[0]]);
    assert.match(source.lineage.sha256 ?? "", /^[0-9a-f]{64}$/);
  });

  it("give the recognition network's blocks to a network with classes of its own", async () => {
    const source = await openWeights("recognition", "face-api");
    const network = buildNetwork("face-api-recognition", { classes: 7 }, random());
    const report = reuse(source, network);
    assert.deepEqual(
      report.skipped.map(({ parameter, reason }) => [parameter, reason]),
      [
        ["fc/weights", "128 labels for 7, and the source names none"],
        ["fc/bias", "128 labels for 7, and the source names none"],
      ],
    );
    assert.ok(report.totals.trainableReused / report.totals.trainable > 0.99);
  });

  it("are named where another is asked for", async () => {
    await assert.rejects(openWeights("age", "face-api"), {
      code: "E_NOT_FOUND",
      message: /expression, landmarks, recognition/,
    });
  });
});
