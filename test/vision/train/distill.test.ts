import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createTrainingProgram,
  loadEngine,
  parametersOf,
  randomStream,
  saveArtifact,
  UNSET,
} from "@mltl/core";
import { augmentationSchema } from "#vision/augment/augmentation.js";
import { loadEmotionModel } from "#vision/classify/emotion-model.js";
import "#vision/network/architectures.js";
import { buildFaceNetwork } from "#vision/network/face-network.js";
import { distillSchema, loadTeachers, taughtBy } from "#vision/train/distill.js";
import { faceObjective } from "#vision/train/face-objective.js";

const SIZE = 16;
const LABELS = ["angry", "happy", "sad"];
const COUNT = 10;

const random = randomStream("faces");
/** Faces of noise, brighter on one side, so that mirror images differ. */
const set = {
  size: SIZE,
  count: COUNT,
  pixels: Uint8Array.from(
    { length: COUNT * SIZE ** 2 },
    (_, i) => 8 * (i % SIZE) + random.integer(120),
  ),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => i % 3),
  rows: Int32Array.from({ length: COUNT }, (_, i) => i),
};

const mirror = (face: Uint8Array, side: number) =>
  face.map((_, i) => face[i - (i % side) + side - 1 - (i % side)]);

const face = (row: number) => set.pixels.slice(row * SIZE ** 2, (row + 1) * SIZE ** 2);

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5) {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) < tolerance, `${actual} for ${expected}`);
  }
}

describe("distillation", function () {
  this.timeout(60_000);
  let root: string;

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    root = await mkdtemp(path.join(tmpdir(), "mltl-teachers-"));
    await saveTeacher("same", LABELS, SIZE, 1);
    await saveTeacher("turned", ["sad", "contempt", "angry", "happy"], SIZE, 2);
    await saveTeacher("larger", LABELS, 2 * SIZE, 3);
    await saveTeacher("other", ["angry", "happy"], SIZE, 4);
  });
  after(async () => {
    if (root) await rm(root, { recursive: true, force: true });
  });

  const folder = (name: string) => path.join(root, name);

  /** A classifier of random weights whose answers are far from even. */
  async function saveTeacher(name: string, labels: string[], size: number, seed: number) {
    const options = { classes: labels.length, widths: [4] };
    const network = buildFaceNetwork("small-cnn", options, randomStream(seed));
    const head = parametersOf(network).find((parameter) => parameter.name === "head/logits/kernel");
    head?.values.forEach((value, i, values) => {
      values[i] = 3 * value;
    });
    const facts = { name, title: "", task: "vision/classify", seed, licence: "" };
    const lineage = { name, task: facts.task, from: [] };
    const preprocessing = { size, mean: 129, deviation: 64 };
    const contents = { labels, preprocessing, data: [] };
    await saveArtifact(folder(name), network, contents, { ...facts, lineage, metrics: {} }, "");
  }

  /** What a model says of a face, softened over the labels. */
  async function said(name: string, crop: Uint8Array, temperature: number): Promise<number[]> {
    const model = await loadEmotionModel(folder(name));
    const probabilities = model.predict(crop, 1);
    model.dispose();
    const logits = LABELS.map((label) => Math.log(probabilities[model.labels.indexOf(label)]));
    const powers = logits.map((logit) => Math.exp(logit / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }

  it("teaches the mean of what the teachers say, joined by the labels' names, softened", async () => {
    const teachers = await loadTeachers([folder("same"), folder("turned")], LABELS);
    const taught = taughtBy(teachers, set, [set.rows.subarray(0, 6), set.rows.subarray(6)], 3);
    for (const row of [7, 0]) {
      for (const mirrored of [false, true]) {
        const crop = mirrored ? mirror(face(row), SIZE) : face(row);
        const [one, other] = [await said("same", crop, 3), await said("turned", crop, 3)];
        assertClose(
          taught(row, mirrored),
          one.map((share, i) => (share + other[i]) / 2),
        );
      }
    }
    assert.notDeepEqual(taught(0, true), taught(0, false));
  });

  it("shows a teacher faces of its own size", async () => {
    const teachers = await loadTeachers([folder("larger")], LABELS);
    const black = { ...set, pixels: new Uint8Array(set.pixels.length).fill(90) };
    const taught = taughtBy(teachers, black, [set.rows], 1);
    const crop = new Uint8Array(4 * SIZE ** 2).fill(90);
    assertClose(taught(2, false), await said("larger", crop, 1));
    for (const { model } of teachers) model.dispose();
  });

  it("refuses a teacher that doesn't know a label, and names it", async () => {
    await assert.rejects(loadTeachers([folder("same"), folder("other")], LABELS), {
      code: "E_BAD_PLAN",
      message: /other, which doesn't know sad\. Its labels: angry, happy/,
    });
  });

  const settings = (distill?: object, augment: object = { flip: 0.5 }) => ({
    ...{
      name: "noise",
      labels: LABELS,
      seed: 1,
      batch: 5,
      passes: 1,
      labelSmoothing: 0,
      voteWeight: 0,
      ratersWeight: 0.5,
    },
    classWeights: {},
    augment: augmentationSchema.parse(augment),
    preprocessing: { mean: 129, deviation: 64 },
    ...(distill && { distill: distillSchema.parse(distill) }),
  });

  async function lossOf(distill?: object): Promise<number> {
    const network = buildFaceNetwork("small-cnn", { classes: 3, widths: [4] }, randomStream(9));
    const objective = await faceObjective(network, set, settings(distill));
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
    const { feeds } = objective.batch(0, 0);
    const { loss } = program.step(0, "faces", feeds, { rate: 0, seed: 1 });
    program.dispose();
    return loss;
  }

  it("refuses faces of another size than the network takes", async () => {
    const network = buildFaceNetwork("emotion-vgg", { classes: 3, width: 0.05, size: 32 }, UNSET);
    await assert.rejects(faceObjective(network, set, settings()), {
      code: "E_BAD_PLAN",
      message: /faces of 32 pixels for emotion-vgg, received faces of 16/,
    });
  });

  it("mixes both losses, that of the teachers times the temperature's square", async () => {
    const teachers = [folder("same")];
    const hard = await lossOf();
    const soft = await lossOf({ teachers, weight: 1, temperature: 2 });
    const both = await lossOf({ teachers, weight: 0.3, temperature: 2 });
    assert.ok(Math.abs(both - (0.7 * hard + 0.3 * soft)) < 1e-5, `${both}: ${hard}, ${soft}`);
    // With so high a temperature everything is near even: log 3, times the square.
    const even = await lossOf({ teachers, weight: 1, temperature: 100 });
    assert.ok(Math.abs(even / 1e4 - Math.log(3)) < 1e-2, `${even}`);
  });

  it("teaches of the mirror image where the face is mirrored, whatever came before", async () => {
    const network = buildFaceNetwork("small-cnn", { classes: 3, widths: [4] }, randomStream(9));
    const make = (flip: number) =>
      faceObjective(
        network,
        set,
        settings({ teachers: [folder("same")], temperature: 1 }, { flip }),
      );
    const { feeds, ids } = (await make(1)).batch(2, 1);
    const rows = ids.map((id) => Number(id.split(":")[2]));
    const expected = await Promise.all(rows.map((row) => said("same", mirror(face(row), SIZE), 1)));
    assertClose(feeds.taught.data, expected.flat());
    const later = await make(0.5);
    for (const step of [0, 1]) later.batch(0, step);
    assert.deepEqual(later.batch(1, 0).feeds, (await make(0.5)).batch(1, 0).feeds);
  });
});
