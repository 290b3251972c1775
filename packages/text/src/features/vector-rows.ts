/**
 * Numbers of word vectors, kept in a byte a number or less.
 *
 * @module
 */

/** An array of an artifact's file. */
export interface VectorArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Int8Array | Uint8Array;
}

/** Vectors by row. */
export interface VectorRows {
  readonly count: number;
  readonly width: number;
  /** Writes a row's numbers, `width` of them, from `at` on. */
  copy(row: number, into: Float32Array, at: number): void;
  /** What is kept in a file. */
  readonly arrays: Readonly<Record<string, VectorArray>>;
}

/** The rows that arrays hold, as {@link VectorRows.arrays} has them; `undefined` for other arrays. */
export function rowsOf(arrays: Readonly<Record<string, VectorArray>>): VectorRows | undefined {
  const { rows, scales, codes, books } = arrays;
  if (rows?.data instanceof Int8Array && scales?.data instanceof Float32Array) {
    return scaledRows(rows.data, scales.data);
  }
  if (codes?.data instanceof Uint8Array && books?.data instanceof Float32Array) {
    return codedRows(codes.data, books.data, codes.shape[1]);
  }
  return undefined;
}

/**
 * 8-bit integers with a scale a row.
 *
 * @param rows - `[count, width]`; times the row's scale gives the vector
 * @param scales - `[count]`
 */
export function scaledRows(rows: Int8Array, scales: Float32Array): VectorRows {
  const count = scales.length;
  const width = rows.length / count;
  return {
    count,
    width,
    copy(row, into, at) {
      const scale = scales[row];
      for (let i = 0; i < width; i++) into[at + i] = rows[row * width + i] * scale;
    },
    arrays: {
      rows: { shape: [count, width], data: rows },
      scales: { shape: [count], data: scales },
    },
  };
}

/** Entries of each part's book. */
export const BOOK_ENTRIES = 256;

/**
 * Product codes (Jégou, Douze & Schmid 2011): a vector is cut into parts of one width, and of each part
 * the number of the nearest entry in that part's book is kept.
 *
 * @param codes - `[count, parts]`
 * @param books - `[parts, 256, width / parts]`
 */
export function codedRows(codes: Uint8Array, books: Float32Array, parts: number): VectorRows {
  const partWidth = books.length / (parts * BOOK_ENTRIES);
  const count = codes.length / parts;
  const width = parts * partWidth;
  return {
    count,
    width,
    copy(row, into, at) {
      for (let part = 0; part < parts; part++) {
        const entry = (part * BOOK_ENTRIES + codes[row * parts + part]) * partWidth;
        for (let i = 0; i < partWidth; i++) into[at++] = books[entry + i];
      }
    },
    arrays: {
      codes: { shape: [count, parts], data: codes },
      books: { shape: [parts, BOOK_ENTRIES, partWidth], data: books },
    },
  };
}
