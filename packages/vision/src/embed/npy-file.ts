/**
 * Arrays in numpy's format (NEP 1, version 1.0), written row by row.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";

const HEAD_BYTES = 128;

/** A float32 array `[rows, columns]` in the making. */
export class NpyFile {
  readonly #file: string;
  readonly #draft: string;
  readonly #handle: FileHandle;
  readonly #columns: number;
  #rows = 0;

  private constructor(file: string, draft: string, handle: FileHandle, columns: number) {
    this.#file = file;
    this.#draft = draft;
    this.#handle = handle;
    this.#columns = columns;
  }

  /** Begins a file that appears at `file`, over whatever is there, when it is closed. */
  static async create(file: string, columns: number): Promise<NpyFile> {
    const name = `.${path.basename(file)}.${randomUUID().slice(0, 8)}.part`;
    const draft = path.join(path.dirname(file), name);
    const handle = await open(draft, "wx");
    await handle.write(npyHead(0, columns));
    return new NpyFile(file, draft, handle, columns);
  }

  /** Rows written so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Appends one row. */
  async write(row: Float32Array): Promise<void> {
    const bytes = Buffer.alloc(row.length * 4);
    row.forEach((value, i) => {
      bytes.writeFloatLE(value, i * 4);
    });
    await this.#handle.write(bytes);
    this.#rows++;
  }

  async close(): Promise<void> {
    await this.#handle.write(npyHead(this.#rows, this.#columns), 0, HEAD_BYTES, 0);
    await this.#handle.close();
    await rename(this.#draft, this.#file);
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#draft, { force: true });
  }
}

function npyHead(rows: number, columns: number): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const head = Buffer.alloc(HEAD_BYTES, " ");
  head.write("\x93NUMPY\x01\x00", 0, "latin1");
  head.writeUInt16LE(HEAD_BYTES - 10, 8);
  head.write(dictionary, 10, "latin1");
  head.write("\n", HEAD_BYTES - 1, "latin1");
  return head;
}
