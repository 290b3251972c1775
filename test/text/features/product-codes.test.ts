import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { productCodes } from "#text/features/product-codes.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import { rowsOf } from "#text/features/vector-rows.js";

describe("product codes", () => {
  const random = randomStream("product codes test");
  const words = Array.from({ length: 800 }, (_, i) => `word${i}`);
  const vectors = quantizeVectors(
    words,
    words.map(() => Array.from({ length: 12 }, () => random.normal())),
  );
  const read = ({ rows }: typeof vectors, row: number) => {
    const vector = new Float32Array(rows.width);
    rows.copy(row, vector, 0);
    return vector;
  };
  const error = (coded: typeof vectors) => {
    let lost = 0;
    let all = 0;
    for (let row = 0; row < words.length; row++) {
      const before = read(vectors, row);
      read(coded, row).forEach((value, i) => {
        lost += (value - before[i]) ** 2;
        all += before[i] ** 2;
      });
    }
    return lost / all;
  };

  it("keep so many bytes a word, and lose less the more there are", () => {
    const [three, six] = [productCodes(vectors, 3), productCodes(vectors, 6)];
    assert.equal(three.rows.arrays.codes.data.length, 3 * words.length);
    assert.ok(error(six) < 0.02, `${error(six)}`);
    assert.ok(error(six) < error(three) && error(three) < 0.2, `${error(three)}`);
  });

  it("are the same each time, and the same words are found", () => {
    const [one, other] = [productCodes(vectors, 4), productCodes(vectors, 4)];
    assert.deepEqual(one.rows.arrays, other.rows.arrays);
    assert.equal(one.rowOf("Word7"), 7);
  });

  it("give each part of a vector its nearest entry", () => {
    const { codes, books } = productCodes(vectors, 6).rows.arrays;
    const distance = (part: number, entry: number, row: number) =>
      [0, 1].reduce((sum, i) => {
        const value = read(vectors, row)[2 * part + i];
        return sum + (books.data[(256 * part + entry) * 2 + i] - value) ** 2;
      }, 0);
    for (let row = 0; row < 20; row++) {
      for (let part = 0; part < 6; part++) {
        const found = distance(part, codes.data[6 * row + part], row);
        for (let entry = 0; entry < 256; entry++) {
          assert.ok(found <= distance(part, entry, row) + 1e-5);
        }
      }
    }
  });

  it("come back from their arrays", () => {
    const coded = productCodes(vectors, 4);
    const rows = rowsOf(coded.rows.arrays);
    assert.deepEqual([rows?.count, rows?.width], [800, 12]);
    assert.deepEqual(rows && read({ ...coded, rows }, 5), read(coded, 5));
    assert.equal(rowsOf({ rows: coded.rows.arrays.codes }), undefined);
  });

  it("refuse a number of bytes that does not divide the vectors", () => {
    assert.throws(() => productCodes(vectors, 5), /divide the 12 numbers of a vector, received 5/);
  });
});
