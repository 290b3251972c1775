import assert from "node:assert/strict";
import {
  createPredictor,
  createTrainingProgram,
  loadEngine,
  type Network,
  parametersOf,
  randomStream,
} from "@mltl/core";
import { augmentationSchema } from "#vision/augment/augmentation.js";
import "#vision/network/architectures.js";
import { facePrediction } from "#vision/classify/predict-faces.js";
import { buildFaceNetwork } from "#vision/network/face-network.js";
import { faceObjective } from "#vision/train/face-objective.js";

const SIZE = 16;
const LABELS = ["calm", "sad"];
const COUNT = 8;
const PREPROCESSING = { mean: 128, deviation: 64 };

/** Bright and dark faces. The label of each is sad; raters see the bright ones calm, but for the last, unrated one. */
const set = {
  size: SIZE,
  count: COUNT,
  pixels: Uint8Array.from({ length: COUNT * SIZE ** 2 }, (_, i) =>
    Math.floor(i / SIZE ** 2) % 2 === 0 ? 220 : 30,
  ),
  labels: new Uint8Array(COUNT).fill(1),
  votes: Float32Array.from(
    Array.from({ length: COUNT }, (_, row) => {
      if (row === COUNT - 1) return [0, 0];
      return row % 2 === 0 ? [1, 0] : [0, 1];
    }).flat(),
  ),
  rows: Int32Array.from({ length: COUNT }, (_, i) => i),
};

function build(raters: number): ReturnType<typeof buildFaceNetwork> {
  const options = { classes: 2, widths: [4, 4], dropout: 0, raters };
  return buildFaceNetwork("emotion-resnet", options, randomStream(3));
}

const objectiveOf = (network: Network) =>
  faceObjective(network, set, {
    name: "drawn",
    labels: LABELS,
    seed: 1,
    batch: COUNT,
    passes: 1,
    labelSmoothing: 0,
    voteWeight: 0,
    ratersWeight: 0.5,
    classWeights: {},
    augment: augmentationSchema.parse({ flip: 0 }),
    preprocessing: PREPROCESSING,
  });

/** `[COUNT][2]` */
function said(network: Network): number[][] {
  const predictor = createPredictor(facePrediction(network, { size: SIZE, ...PREPROCESSING }));
  const crops = { shape: [COUNT, SIZE, SIZE, 1], data: set.pixels };
  const { data } = predictor.run({ crops });
  predictor.dispose();
  return Array.from({ length: COUNT }, (_, row) => Array.from(data.slice(2 * row, 2 * row + 2)));
}

describe("a classifier for the labels and one for the raters", function () {
  this.timeout(60_000);
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("learn from one batch what each is told, a face without votes its label", async () => {
    const network = build(0.5);
    const objective = await objectiveOf(network);
    const program = createTrainingProgram({
      network,
      losses: { faces: objective },
      predictions: {},
      stages: [
        {
          learning: new Map(network.blocks.map((block) => [block, 1])),
          optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        },
      ],
      average: false,
    });
    for (let step = 0; step < 60; step++) {
      const { feeds } = objective.batch(step, 0);
      program.step(0, "faces", feeds, { rate: 0.02, seed: step });
    }
    const values = parametersOf(network).map((parameter) => program.valuesOf(parameter).slice());
    program.dispose();
    const share = (raters: number) => {
      const other = build(raters);
      parametersOf(other).forEach((parameter, i) => {
        parameter.values.set(values[i]);
      });
      return said(other);
    };
    const [labels, raters, both] = [0, 1, 0.25].map(share);
    for (let row = 0; row < COUNT; row++) {
      assert.ok(labels[row][1] > 0.9, `labels: ${labels[row]}`);
      const calm = row % 2 === 0;
      assert.ok(raters[row][calm ? 0 : 1] > 0.7, `raters: ${raters[row]}`);
      // Logits are mixed: of two classes, the log odds are.
      const odds = ([calm, sad]: number[]) => Math.log(calm / sad);
      const expected = 0.75 * odds(labels[row]) + 0.25 * odds(raters[row]);
      assert.ok(Math.abs(odds(both[row]) - expected) < 1e-2 * Math.abs(expected) + 1e-3);
    }
  });

  it("are told the label, and the votes where there are some", async () => {
    const network = build(0.5);
    const feeds = (await objectiveOf(network)).batch(0, 0).feeds;
    assert.deepEqual(Array.from(feeds.targets.data), Array(COUNT).fill([0, 1]).flat());
    const ids = (await objectiveOf(network)).batch(0, 0).ids.map((id) => Number(id.split(":")[2]));
    const expected = ids.flatMap((row) => (row % 2 === 0 ? [1, 0] : [0, 1]));
    assert.deepEqual(Array.from(feeds.votes.data), expected);
  });
});
