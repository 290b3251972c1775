/**
 * Files that are there whole or not at all: written beside and renamed.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file in the making. */
export interface AtomicFile {
  write(data: string | Uint8Array): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Gives it up: nothing is left behind. */
  discard(): Promise<void>;
}

/** Begins a file that will appear at `path`, over whatever is there, on `commit()`. */
export async function createAtomicFile(path: string): Promise<AtomicFile> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  const handle = await open(draft, "wx");
  return {
    write: (data) => handle.writeFile(data),
    async commit() {
      await handle.close();
      await rename(draft, path);
    },
    async discard() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

/** Writes a whole file at once, so that a reader finds the old one or the new one, never half. */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const file = await createAtomicFile(path);
  try {
    await file.write(data);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.commit();
}
