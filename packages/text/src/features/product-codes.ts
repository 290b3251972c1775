/**
 * Finds product codes of word vectors: a quarter of the bytes, so that a file of one size holds the
 * names of four times as many words.
 *
 * @module
 */
import { MltlError, type Random, randomStream } from "@mltl/core";
import { BOOK_ENTRIES, codedRows, type VectorRows } from "./vector-rows.js";
import { type WordVectors, wordVectors } from "./word-vectors.js";

/** Rows that the books are fitted to, and passes over them. */
const SAMPLE = 15_000;
const PASSES = 8;

/**
 * The same words, each vector in so many bytes: a book of 256 entries for each part (k-means over a
 * sample of the rows, seeded), and of each row its nearest entries.
 *
 * @param bytes - parts of a vector; a divisor of its width
 * @throws MltlError `E_USAGE` for another number of bytes
 */
export function productCodes({ words, rows }: WordVectors, bytes: number): WordVectors {
  const { count, width } = rows;
  if (width % bytes !== 0) {
    throw new MltlError(
      "E_USAGE",
      `Expected bytes that divide the ${width} numbers of a vector, received ${bytes}`,
    );
  }
  const partWidth = width / bytes;
  const random = randomStream("product codes", count, bytes);
  const sample = random.shuffle(Int32Array.from({ length: count }, (_, row) => row));
  const codes = new Uint8Array(count * bytes);
  const books = new Float32Array(bytes * BOOK_ENTRIES * partWidth);
  for (let part = 0; part < bytes; part++) {
    const points = partOf(rows, part * partWidth, partWidth);
    const book = fitBook(points, sample.subarray(0, SAMPLE), partWidth, random);
    const nearest = nearestEntries(points, book, partWidth);
    for (let row = 0; row < count; row++) codes[row * bytes + part] = nearest(row);
    books.set(book, part * book.length);
  }
  return wordVectors(words, codedRows(codes, books, bytes));
}

/** Some columns of all rows: `[count, width]`. */
function partOf(rows: VectorRows, from: number, width: number): Float32Array {
  const part = new Float32Array(rows.count * width);
  const vector = new Float32Array(rows.width);
  for (let row = 0; row < rows.count; row++) {
    rows.copy(row, vector, 0);
    part.set(vector.subarray(from, from + width), row * width);
  }
  return part;
}

/** Lloyd's k-means, from points drawn at random: `[256, width]`. An entry that no point is near stays. */
function fitBook(
  points: Float32Array,
  sample: Int32Array,
  width: number,
  random: Random,
): Float32Array {
  const book = new Float32Array(BOOK_ENTRIES * width);
  for (let entry = 0; entry < BOOK_ENTRIES; entry++) {
    const row = sample[random.integer(sample.length)];
    book.set(points.subarray(row * width, (row + 1) * width), entry * width);
  }
  for (let pass = 0; pass < PASSES; pass++) {
    const nearest = nearestEntries(points, book, width);
    const sums = new Float64Array(book.length);
    const counts = new Int32Array(BOOK_ENTRIES);
    for (const row of sample) {
      const entry = nearest(row);
      counts[entry]++;
      for (let i = 0; i < width; i++) sums[entry * width + i] += points[row * width + i];
    }
    for (let i = 0; i < book.length; i++) {
      const near = counts[Math.floor(i / width)];
      if (near > 0) book[i] = sums[i] / near;
    }
  }
  return book;
}

/** Finds the entry that is nearest to a point, by the squared distance less the point's own square. */
function nearestEntries(points: Float32Array, book: Float32Array, width: number) {
  const columns = new Float64Array(book.length);
  const squares = new Float64Array(BOOK_ENTRIES);
  for (let entry = 0; entry < BOOK_ENTRIES; entry++) {
    for (let i = 0; i < width; i++) {
      columns[i * BOOK_ENTRIES + entry] = book[entry * width + i];
      squares[entry] += book[entry * width + i] ** 2 / 2;
    }
  }
  const distances = new Float64Array(BOOK_ENTRIES);
  return (row: number): number => {
    distances.set(squares);
    for (let i = 0; i < width; i++) {
      const value = points[row * width + i];
      const column = i * BOOK_ENTRIES;
      for (let entry = 0; entry < BOOK_ENTRIES; entry++) {
        distances[entry] -= value * columns[column + entry];
      }
    }
    let nearest = 0;
    for (let entry = 1; entry < BOOK_ENTRIES; entry++) {
      if (distances[entry] < distances[nearest]) nearest = entry;
    }
    return nearest;
  };
}
