import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { nearDuplicates } from "#vision/data/near-duplicates.js";

const SIZE = 48;
const AREA = SIZE ** 2;

/** A face-like picture: blobs of brightness, drawn from a stream of its own. */
function drawn(seed: number): Uint8Array {
  const random = randomStream("near-duplicates test", seed);
  const blobs = Array.from({ length: 12 }, () => ({
    x: random.next() * SIZE,
    y: random.next() * SIZE,
    height: random.normal() * 90,
  }));
  return Uint8Array.from({ length: AREA }, (_, i) => {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE);
    const sum = blobs.reduce(
      (total, blob) =>
        total + blob.height * Math.exp(-((x - blob.x) ** 2 + (y - blob.y) ** 2) / 60),
      128,
    );
    return Math.min(255, Math.max(0, sum));
  });
}

const mirrored = (face: Uint8Array) =>
  face.map((_, i) => face[i - (i % SIZE) + SIZE - 1 - (i % SIZE)]);

describe("nearDuplicates", () => {
  const others = Array.from({ length: 60 }, (_, seed) => drawn(seed));
  const find = (...added: Uint8Array[]) =>
    nearDuplicates(new Uint8Array(Buffer.concat([...others, ...added])), SIZE);

  it("finds none among faces that differ", () => {
    assert.deepEqual(find(), []);
  });

  it("finds copies: equal, brighter, noisy and mirrored", () => {
    const random = randomStream("noise");
    const brighter = others[1].map((level) => Math.min(255, level * 0.7 + 40));
    const noisy = others[2].map((level) => Math.min(255, Math.max(0, level + random.normal() * 8)));
    const pairs = find(others[0], brighter, noisy, mirrored(others[3]));
    assert.deepEqual(
      pairs.map(({ a, b, exact, mirrored: turned }) => ({ a, b, exact, turned })),
      [
        { a: 0, b: 60, exact: true, turned: false },
        { a: 1, b: 61, exact: false, turned: false },
        { a: 2, b: 62, exact: false, turned: false },
        { a: 3, b: 63, exact: false, turned: true },
      ],
    );
    assert.ok(pairs.every(({ similarity }) => similarity > 0.95 && similarity < 1.0001));
  });

  it("compares no flat faces", () => {
    assert.deepEqual(find(new Uint8Array(AREA).fill(9), new Uint8Array(AREA).fill(9)), []);
  });
});
