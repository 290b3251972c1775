import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { createTrainingProgram, loadEngine, parsePlan, saveArtifact, taskKind } from "@mltl/core";
import "@mltl/vision/training";

const AREA = 48 * 48;
const CLASSES = 7;

/** Faces that are stripes, as wide as their class says: a network learns them in a few steps. */
async function writeFaces(folder: string, split: string, count: number): Promise<void> {
  const label = (face: number) => face % CLASSES;
  const columns = {
    "u8.": Uint8Array.from({ length: count * AREA }, (_, i) => {
      const x = i % 48;
      const width = 1 + label(Math.floor(i / AREA));
      return Math.floor(x / width) % 2 === 0 ? 60 : 200;
    }),
    "labels.u8.": Uint8Array.from({ length: count }, (_, i) => label(i)),
    "ferplus.u8.": new Uint8Array(count * 10),
    "flags.u8.": Uint8Array.from({ length: count }, (_, i) => (i === 0 ? 4 : 0)),
  };
  for (const [name, bytes] of Object.entries(columns)) {
    await writeFile(path.join(folder, `fer2013.${split}.${name}gz`), gzipSync(bytes));
  }
}

function plan(data: object) {
  return parsePlan(
    {
      schema: "mltl.plan/1",
      name: "stripes",
      levels: [
        {
          name: "stripes",
          task: "vision/classify",
          data: { set: "fer2013", batch: 16, ...data },
          network: { architecture: "small-cnn", options: { widths: [8, 8] } },
          stages: [{ name: "all", epochs: 1, rate: 0.01 }],
          monitor: "accuracy",
        },
      ],
      card: { title: "", licence: "", intendedUse: "", limits: "" },
    },
    "test",
  );
}

describe("the task vision/classify", () => {
  let root: string;

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    root = await mkdtemp(path.join(tmpdir(), "mltl-stripes-"));
    const folder = path.join(root, "fer/fer2013");
    await mkdir(folder, { recursive: true });
    await writeFaces(folder, "train", 99);
    for (const split of ["val", "test"]) await writeFaces(folder, split, 35);
  });
  after(async () => {
    if (root) await rm(root, { recursive: true, force: true });
  });

  async function create(data: object, seed = 1) {
    const made = plan(data);
    const [level] = made.levels;
    return taskKind(level.task).create({ plan: made, level, seed, dataRoot: root });
  }

  it("gives the same batch for a seed, an epoch and a step, and names its faces", async () => {
    const augment = { flip: 0.5, shift: 0.1 };
    const { faces } = (await create({ augment })).objectives;
    // 98 clean rows: six whole batches.
    assert.equal(faces.stepsPerEpoch, 6);
    const batch = faces.batch(2, 3);
    assert.equal(batch.size, 16);
    assert.equal(new Set(batch.ids).size, 16);
    for (const id of batch.ids) assert.match(id, /^fer2013:train:[1-9]\d*$/);
    faces.batch(0, 0);
    assert.deepEqual(faces.batch(2, 3), batch);
    assert.deepEqual((await create({ augment })).objectives.faces.batch(2, 3), batch);
    assert.notDeepEqual((await create({ augment }, 2)).objectives.faces.batch(2, 3), batch);
    assert.notDeepEqual(faces.batch(3, 3).ids, batch.ids);
  });

  it("learns from a fraction of each class, the smaller within the larger", async () => {
    const rowsOf = async (fraction: number) => {
      const { faces } = (await create({ fraction, batch: 7 })).objectives;
      const steps = Array.from({ length: faces.stepsPerEpoch }, (_, step) => step);
      return steps
        .flatMap((step) => faces.batch(0, step).ids)
        .map((id) => Number(id.split(":")[2]));
    };
    const half = await rowsOf(0.5);
    const some = await rowsOf(0.2);
    // 14 clean rows of each class: whole batches of 7 and 3 of each.
    assert.equal(half.length, 49);
    assert.equal(some.length, 21);
    for (const rows of [half, some]) {
      const classes = rows.map((row) => row % CLASSES);
      assert.ok(classes.every((c) => classes.filter((d) => d === c).length === rows.length / 7));
    }
    assert.ok(some.every((row) => half.includes(row)));
  });

  it("has batches of what there is, where that is less than a batch", async () => {
    const { faces } = (await create({ fraction: 0.01 })).objectives;
    assert.equal(faces.stepsPerEpoch, 1);
    assert.equal(faces.batch(0, 0).size, CLASSES);
  });

  it("scores the test split, whole and without its twins", async () => {
    const task = await create({});
    const folder = path.join(root, "model");
    const facts = { name: "stripes", title: "", task: "vision/classify", seed: 1, licence: "" };
    const lineage = { name: "stripes", task: facts.task, from: [] };
    const identity = { ...facts, lineage, metrics: {} };
    await saveArtifact(folder, task.network, task.describe(), identity, "");
    assert.deepEqual(Object.keys(await task.test(folder)), ["test", "test-clean"]);
  });

  it("smooths its targets", async () => {
    const { faces } = (await create({ labelSmoothing: 0.14 })).objectives;
    const { targets } = faces.batch(0, 0).feeds;
    assert.deepEqual(targets.shape, [16, CLASSES]);
    const row = [...(targets.data as Float32Array).subarray(0, CLASSES)].sort();
    row.forEach((share, i) => {
      assert.ok(Math.abs(share - (i === CLASSES - 1 ? 0.88 : 0.02)) < 1e-6, `${share}`);
    });
  });

  it("learns: the loss falls and the dev faces are told apart", async () => {
    const task = await create({});
    const program = createTrainingProgram({
      network: task.network,
      losses: task.objectives,
      predictions: task.predictions,
      stages: [
        {
          learning: new Map(task.network.blocks.map((block) => [block, 1])),
          optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        },
      ],
      average: false,
    });
    const losses: number[] = [];
    for (let epoch = 0; epoch < 10; epoch++) {
      for (let step = 0; step < 6; step++) {
        const { feeds } = task.objectives.faces.batch(epoch, step);
        losses.push(program.step(0, "faces", feeds, { rate: 0.01, seed: step }).loss);
      }
    }
    assert.ok(losses[59] < 0.5 * losses[0], `${losses[0]} to ${losses[59]}`);
    const { accuracy } = task.evaluate({
      predict: (name, feeds) => program.predict(name, feeds),
      valuesOf: ({ values }) => values,
    });
    program.dispose();
    assert.ok(accuracy > 0.9, `${accuracy}`);
  });
});
