import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { chooseFaces } from "#vision/train/choose-faces.js";
import {
  type LevelFacesInput,
  openLevelFaces,
  parseLevelFaces,
} from "#vision/train/level-faces.js";
import { requireFacePictures } from "#vision/train/require-faces.js";
import { splitCounts, splitRows } from "#vision/train/split-rows.js";
import { newFolder } from "../../core/engine/new-folder.js";
import { drawFaces } from "../draw-faces.js";

const open = (settings: LevelFacesInput) =>
  openLevelFaces(parseLevelFaces(settings), { dataRoot: "", seed: 1 });

const groupBy = "^(p[0-9])_";

describe("the faces of a level", () => {
  let folder: string;
  before(async () => {
    folder = path.join(newFolder(), "shapes");
    await drawFaces(folder, { round: 12, "wide awake": 12 });
  });

  it("are split by shares, the same with a seed, whole groups on one side", async () => {
    const settings = { set: folder, split: { dev: 0.2, test: 0.2, seed: 3, groupBy } };
    const faces = await open(settings);
    const counts = splitCounts(faces, groupBy);
    assert.deepEqual(
      counts.map(({ split }) => split),
      ["train", "dev", "test"],
    );
    assert.equal(
      counts.reduce((sum, one) => sum + one.faces, 0),
      24,
    );
    assert.equal(
      counts.reduce((sum, one) => sum + (one.groups ?? 0), 0),
      6,
    );
    for (const { byLabel } of counts) assert.equal(byLabel.round, byLabel["wide awake"]);
    const rows = await splitRows(faces, { place: folder, groupBy });
    assert.deepEqual(await splitRows(await open(settings), { place: folder, groupBy }), rows);
    const other = await open({ ...settings, split: { ...settings.split, seed: 4 } });
    assert.notDeepEqual(await splitRows(other, { place: folder, groupBy }), rows);
    assert.ok(rows.every((row) => row.path.startsWith(path.join(folder, row.label))));
    assert.deepEqual(faces.split, { dev: 0.2, test: 0.2, seed: 3, groupBy });
  });

  it("are tested once each over the folds, and never taught there", async () => {
    const tested = new Set<string>();
    for (let fold = 1; fold <= 3; fold++) {
      const faces = await open({ set: folder, folds: { count: 3, fold }, split: { groupBy } });
      const { train, dev, tests } = faces;
      const names = (set: typeof train) => Array.from(set.rows, (row) => set.sources?.[row] ?? "");
      const learned = new Set([...names(train), ...names(dev)]);
      for (const name of names(tests.test)) {
        assert.ok(!learned.has(name) && !tested.has(name), name);
        tested.add(name);
      }
    }
    assert.equal(tested.size, 24);
  });

  it("may be chosen and tested on in other folders, their classes in any case", async () => {
    const other = path.join(newFolder(), "others");
    await drawFaces(other, { "wide awake": 2, round: 3 });
    const { train, dev, tests } = await open({ set: folder, split: { dev: other, test: other } });
    assert.deepEqual(
      [train, dev, tests.test].map(({ rows }) => rows.length),
      [24, 5, 5],
    );
  });

  it("may be few of each class, of as many groups as there are, few part of more", async () => {
    const { train } = await open({ set: folder, split: { dev: 0.01, test: 0, groupBy } });
    const grouped = {
      ...train,
      groups: train.sources?.map((source) => path.basename(source).slice(0, 2)),
    };
    const take = (perClass: number) => chooseFaces(grouped, { fraction: 1, perClass }, 7).rows;
    const two = take(2);
    const four = take(4);
    assert.equal(two.length, 4);
    assert.equal(four.length, 8);
    assert.ok(two.every((row) => four.includes(row)));
    for (const label of [0, 1]) {
      const groups = four
        .filter((row) => train.labels[row] === label)
        .map((row) => Number(grouped.groups?.[row][1]));
      assert.equal(new Set(groups).size, 4);
    }
  });

  it("may be of one person for the test, of others to choose on, by name", async () => {
    const heldOut = { dev: ["p0", "p1"], test: ["p4"] };
    const faces = await open({ set: folder, heldOut, split: { groupBy } });
    const groups = splitCounts(faces, groupBy).map((one) => [one.split, one.faces, one.groups]);
    assert.deepEqual(groups, [
      ["train", 12, 3],
      ["dev", 8, 2],
      ["test", 4, 1],
    ]);
    assert.deepEqual(faces.split, { heldOut, groupBy });
    const unknown = { dev: ["p0"], test: ["p9"] };
    await assert.rejects(open({ set: folder, heldOut: unknown, split: { groupBy } }), {
      code: "E_BAD_PLAN",
      message: /received 'p9'.* Groups: p0, p1, p2, p3, p4, p5$/,
    });
    await assert.rejects(open({ set: folder, heldOut, folds: { count: 2, fold: 1 } }), {
      code: "E_BAD_PLAN",
      message: /no folds, for heldOut, received folds too/,
    });
    assert.throws(() => open({ set: folder, heldOut: { dev: ["p1"], test: ["p1"] } }), {
      message: /expected no group in both dev and test/,
    });
  });

  it("may be of some of the classes, in the order asked for", async () => {
    const three = path.join(newFolder(), "three");
    await drawFaces(three, { happy: 6, sad: 6, neutral: 8 });
    const { data, train, dev, tests } = await open({ set: three, labels: ["neutral", "happy"] });
    assert.deepEqual(data.labels, ["neutral", "happy"]);
    assert.equal(train.rows.length + dev.rows.length + tests.test.rows.length, 14);
    for (const row of train.rows) {
      assert.match(train.sources?.[row] ?? "", train.labels[row] === 0 ? /^neutral/ : /^happy/);
    }
  });

  it("may be in splits that are called otherwise than they are used, or in one alone", async () => {
    const root = path.join(newFolder(), "splits");
    await drawFaces(path.join(root, "train"), { round: 12, square: 12 });
    await drawFaces(path.join(root, "val"), { round: 4, square: 3 });
    await drawFaces(path.join(root, "test"), { round: 6, square: 6 });
    const counts = async (settings: Partial<LevelFacesInput>) =>
      splitCounts(await open({ set: root, ...settings })).map((one) => [one.split, one.faces]);
    assert.deepEqual(await counts({ use: { train: "test", test: "dev" } }), [
      ["train", 10],
      ["dev", 2],
      ["test", 7],
    ]);
    assert.deepEqual(await counts({ use: { train: "train", dev: "test", test: "dev" } }), [
      ["train", 24],
      ["dev", 12],
      ["test", 7],
    ]);
    assert.deepEqual(await counts({ use: { train: "test" }, split: { dev: 1 / 3, test: 1 / 3 } }), [
      ["train", 4],
      ["dev", 4],
      ["test", 4],
    ]);
    await assert.rejects(open({ set: root, use: { train: "trian" } }), {
      code: "E_BAD_PLAN",
      message: /received 'trian'\. Splits: train, dev, test/,
    });
    await assert.rejects(open({ set: root, use: { train: "train", dev: "train" } }), {
      code: "E_BAD_PLAN",
      message: /another split of splits for each use, received train, train/,
    });
  });

  it("may be so many to learn from, each class in proportion, few part of more", async () => {
    const uneven = path.join(newFolder(), "uneven");
    await drawFaces(uneven, { round: 24, square: 12 });
    const { train } = await open({ set: uneven, split: { dev: 0.01, test: 0 } });
    const take = (rows: number) => chooseFaces(train, { fraction: 1, rows }, 3).rows;
    const [few, more] = [take(12), take(24)];
    assert.deepEqual([few.length, more.length, take(1000).length], [12, 24, train.rows.length]);
    assert.ok(few.every((row) => more.includes(row)));
    assert.equal(few.filter((row) => train.labels[row] === 0).length, 8);
  });

  it("have to be those that the plan was made for, where it says so", async () => {
    const { data } = await open({ set: folder });
    assert.equal((await open({ set: folder, sha256: data.sha256 })).data.name, "shapes");
    await assert.rejects(open({ set: folder, sha256: "0".repeat(64) }), {
      code: "E_BAD_DATA",
      message: /the plan was made for, received others/,
    });
  });
});

describe("a folder that can't be learned from", () => {
  const refuses = async (counts: Record<string, number>, message: RegExp) => {
    const folder = path.join(newFolder(), "faces");
    await drawFaces(folder, counts);
    await assert.rejects(open({ set: folder }), { code: "E_BAD_DATA", message });
  };

  it("has one class", () => refuses({ happy: 8 }, /at least 2 classes .* received 'happy' only/));
  it("has three images in all", () =>
    refuses({ happy: 2, sad: 1 }, /enough faces|At least|at least/));
  it("is not there", () =>
    assert.rejects(open({ set: "/no/such/folder" }), {
      code: "E_NOT_FOUND",
      message: /no path '\/no\/such\/folder'/,
    }));

  it("leaves out an empty class and a broken picture, saying so, and reads names in any case", async () => {
    const folder = path.join(newFolder(), "faces");
    await drawFaces(
      folder,
      { happy: 8, Anger: 8 },
      { ending: (i) => ["png", "PNG", "Png", "JPG"][i % 4] },
    );
    await mkdir(path.join(folder, "nobody"));
    await writeFile(path.join(folder, "happy", "broken.png"), "not a picture");
    const { data, train, dev, tests } = await open({ set: folder });
    assert.deepEqual(data.labels, ["angry", "happy"]);
    assert.equal(train.rows.length + dev.rows.length + tests.test.rows.length, 16);
    assert.deepEqual(data.problems.map((problem) => problem.path).sort(), [
      "happy/broken.png",
      "nobody",
    ]);
  });

  it("holds photographs: says how faces are cut out of them", async () => {
    const folder = path.join(newFolder(), "photographs");
    await drawFaces(folder, { happy: 4, sad: 4 }, { side: 640 });
    const { train } = await open({ set: folder });
    await assert.rejects(requireFacePictures(train, folder), {
      code: "E_BAD_DATA",
      message: /received photographs: most are larger, 640 pixels for one/,
      hint: /mltl vision align/,
    });
    const faces = path.join(newFolder(), "crops");
    await drawFaces(faces, { happy: 4, sad: 4 }, { side: 112 });
    await requireFacePictures((await open({ set: faces })).train, faces);
  });
});
