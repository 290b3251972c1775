/**
 * Files sorted into folders by the emotion of their largest face.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { largestFace } from "../align/largest-face.js";
import type { ImageRecord } from "../schema.js";
import { numbered } from "./output-names.js";

/**
 * The folder a file belongs in: its largest face's label, `no-face`, or none for a file that
 * could not be looked at.
 */
export function sortedFolder(record: ImageRecord): string | undefined {
  if (record.status === "no-face") return "no-face";
  const largest = record.faces[largestFace(record.faces)];
  return largest?.label.replace(/[/\\\0]/g, "_").replace(/^\.+$/, "_");
}

/** Copies files into folders. Nothing that is there already is ever overwritten. */
export class Sorter {
  readonly #folder: string;
  readonly #mine = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Copies a record's file to where it belongs; on file systems that can, without using space. A
   * name that is taken by another file becomes `name-2` and so on; a copy that an earlier run made
   * is left as it is.
   *
   * @returns where it is, or undefined if it belongs nowhere
   */
  async sort(record: ImageRecord): Promise<string | undefined> {
    const label = sortedFolder(record);
    if (label === undefined) return undefined;
    const folder = join(this.#folder, label);
    await mkdir(folder, { recursive: true });
    const name = basename(record.path);
    for (let n = 1; ; n++) {
      const target = join(folder, n === 1 ? name : numbered(name, n));
      if (this.#mine.has(target)) continue;
      if (!(await copyUnlessThere(record.path, target))) continue;
      this.#mine.add(target);
      return target;
    }
  }
}

/** Whether the copy is in place, made now or before; false if another file has its name. */
async function copyUnlessThere(source: string, target: string): Promise<boolean> {
  if (existsSync(target)) return isSameContent(source, target);
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`);
  await copyFile(source, draft, constants.COPYFILE_FICLONE);
  await rename(draft, target);
  return true;
}

async function isSameContent(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(a), stat(b)]);
  if (!second.isFile() || first.size !== second.size) return false;
  const [x, y] = await Promise.all([readFile(a), readFile(b)]);
  return x.equals(y);
}
