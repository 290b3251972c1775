import assert from "node:assert/strict";
import fc from "fast-check";
import type { FaceSet } from "#vision/data/face-set.js";
import { foldsOf, splitFaces } from "#vision/data/split-faces.js";

/** Faces with labels and, where given, groups; no pixels are looked at. */
function setOf(labels: readonly number[], groups?: readonly string[]): FaceSet {
  return {
    size: 1,
    count: labels.length,
    pixels: new Uint8Array(labels.length),
    labels: Uint8Array.from(labels),
    rows: Int32Array.from(labels.keys()),
    ...(groups ? { groups } : {}),
  };
}

const repeated = (...counts: number[]) => counts.flatMap((n, label) => Array(n).fill(label));
const perClass = ({ rows, labels }: FaceSet) =>
  [0, 1, 2].map((label) => rows.filter((row) => labels[row] === label).length);

describe("splitFaces", () => {
  it("gives every part its share of each class", () => {
    const parts = splitFaces(setOf(repeated(100, 40, 20)), { dev: 0.1, test: 0.2, seed: 1 });
    assert.deepEqual(perClass(parts.train), [70, 28, 14]);
    assert.deepEqual(perClass(parts.dev), [10, 4, 2]);
    assert.deepEqual(perClass(parts.test), [20, 8, 4]);
  });

  it("splits alike for one seed, otherwise for another", () => {
    const set = setOf(repeated(50, 50));
    const rowsOf = (seed: number) => [...splitFaces(set, { dev: 0.2, test: 0, seed }).dev.rows];
    assert.deepEqual(rowsOf(1), rowsOf(1));
    assert.notDeepEqual(rowsOf(1), rowsOf(2));
  });

  it("splits the rows of a filtered set, and shares its arrays", () => {
    const set = { ...setOf(repeated(10, 10)), rows: Int32Array.of(0, 1, 2, 3, 10, 11, 12, 13) };
    const { train, dev, test } = splitFaces(set, { dev: 0.25, test: 0.25, seed: 3 });
    assert.deepEqual(
      [...train.rows, ...dev.rows, ...test.rows].sort((a, b) => a - b),
      [...set.rows],
    );
    assert.equal(train.pixels, set.pixels);
  });

  it("gives a class of one face to train, of two to train and dev, of three to each", () => {
    const parts = splitFaces(setOf(repeated(1, 2, 3)), { dev: 0.1, test: 0.1, seed: 1 });
    assert.deepEqual(perClass(parts.train), [1, 1, 1]);
    assert.deepEqual(perClass(parts.dev), [0, 1, 1]);
    assert.deepEqual(perClass(parts.test), [0, 0, 1]);
  });

  it("keeps groups whole and every face once, with every class that has two groups in train", () => {
    const faces = fc.array(fc.tuple(fc.nat(2), fc.nat(9)), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(faces, fc.nat(), (some, seed) => {
        const groups = some.map(([, group]) => `g${group}`);
        const labels = some.map(([label]) => label);
        fc.pre(new Set(groups).size >= 6 && new Set(labels).size >= 2);
        const set = setOf(labels, groups);
        let parts: ReturnType<typeof splitFaces>;
        try {
          parts = splitFaces(set, { dev: 0.2, test: 0.2, seed });
        } catch (error) {
          assert.match(String(error), /Expected enough faces .* to give/);
          return;
        }
        const sides = [parts.train, parts.dev, parts.test];
        const all = sides.flatMap(({ rows }) => [...rows]).sort((a, b) => a - b);
        assert.deepEqual(all, [...set.rows]);
        const held = sides.map(({ rows }) => new Set([...rows].map((row) => groups[row])));
        assert.equal(
          held.reduce((sum, { size }) => sum + size, 0),
          new Set(groups).size,
        );
        for (const label of new Set(labels)) {
          const own = new Set(groups.filter((_, i) => labels[i] === label));
          if (own.size < 2) continue;
          assert.ok([...parts.train.rows].some((row) => labels[row] === label));
        }
      }),
    );
  });

  it("groups by a column, by a pattern in the file's name or in its whole path", () => {
    const set: FaceSet = {
      ...setOf([0, 1, 0, 1, 0, 1]),
      sources: [
        "a/ann_1.png",
        "b/ann_2.png",
        "a/bob_1.png",
        "b/bob_2.png",
        "c/cy_1.png",
        "c/cy_2.png",
      ],
      columns: { person: ["1", "1", "2", "2", "3", "3"] },
    };
    for (const groupBy of ["person", "^([a-z]+)_"]) {
      const { train, dev, test } = splitFaces(set, { dev: 0.3, test: 0.3, seed: 1, groupBy });
      const persons = [train, dev, test].map(({ rows }) => [...rows].map((row) => row >> 1));
      assert.deepEqual(
        persons.map((own) => own[0] === own[1] && own.length === 2),
        [true, true, true],
      );
    }
    const byFolder = splitFaces(set, { dev: 0.3, test: 0.3, seed: 1, groupBy: "^([abc])/" });
    assert.deepEqual(
      [byFolder.dev, byFolder.test].map(({ rows }) => rows.length),
      [2, 2],
    );
  });

  it("refuses what it can't group by, naming what it could", () => {
    const set: FaceSet = {
      ...setOf([0, 1]),
      sources: ["x/a1.png", "x/b.png"],
      columns: { age: ["1", "2"] },
    };
    const by = (groupBy: string) => () => splitFaces(set, { dev: 0.5, test: 0, seed: 1, groupBy });
    assert.throws(by("person"), { code: "E_USAGE", message: /\(age\), or a regular expression/ });
    assert.throws(by("a("), { code: "E_USAGE" });
    assert.throws(by("(\\d)"), {
      code: "E_BAD_DATA",
      message: /received x\/b\.png \(1 of 2 have none\)/,
    });
  });

  it("says what is missing from sets that are too small", () => {
    const split = (labels: number[], groups?: string[]) => () =>
      splitFaces(setOf(labels, groups), { dev: 0.2, test: 0.2, seed: 1 });
    assert.throws(split([1, 1, 1]), {
      code: "E_BAD_DATA",
      message: /Expected faces of at least 2 classes to split, received 3 faces of one/,
    });
    assert.throws(split([0, 1, 1]), {
      code: "E_BAD_DATA",
      message: /Expected enough faces .* to give test at least one, received 3 in all/,
      hint: /ask for no test/,
    });
    assert.throws(split([0, 1, 1, 0], ["a", "a", "b", "b"]), {
      message: /at least 3 faces or groups for train, dev, test, received 4 faces in 2 groups/,
    });
    const { train, dev } = splitFaces(setOf([0, 1, 1]), { dev: 0.2, test: 0, seed: 1 });
    assert.deepEqual([train.rows.length, dev.rows.length], [2, 1]);
  });

  it("refuses shares that leave nothing", () => {
    const set = setOf([0, 1]);
    assert.throws(() => splitFaces(set, { dev: 0.5, test: 0.5, seed: 1 }), { code: "E_USAGE" });
    assert.throws(() => splitFaces(set, { dev: -0.1, test: 0, seed: 1 }), {
      message: "Expected a number from 0 to below 1 for the dev share, received -0.1",
    });
  });
});

describe("foldsOf", () => {
  it("tests every face once, trains on the rest, keeps groups whole", () => {
    const labels = repeated(20, 10, 10);
    const groups = labels.map((_, i) => `g${i >> 1}`);
    const folds = foldsOf(setOf(labels, groups), 5, 7);
    assert.deepEqual(
      folds.map(({ test }) => perClass(test)),
      Array(5).fill([4, 2, 2]),
    );
    for (const { train, test } of folds) {
      assert.equal(train.rows.length + test.rows.length, 40);
      const tested = new Set([...test.rows].map((row) => groups[row]));
      assert.ok([...train.rows].every((row) => !tested.has(groups[row])));
    }
    const tested = folds.flatMap(({ test }) => [...test.rows]).sort((a, b) => a - b);
    assert.deepEqual(tested, [...labels.keys()]);
  });

  it("refuses more folds than faces", () => {
    assert.throws(() => foldsOf(setOf([0, 1, 1]), 4, 1), {
      code: "E_BAD_DATA",
      message: /at least 4 faces or groups for 4 folds, received 3 faces/,
    });
    assert.throws(() => foldsOf(setOf([0, 1]), 1, 1), { code: "E_USAGE" });
  });
});
