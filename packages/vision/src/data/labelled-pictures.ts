/**
 * Pictures of faces with their labels, before they are read. Path and label stay in one record.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { sha256OfFile } from "@mltl/core";
import { hasImageName } from "../image/format.js";

/** One picture of a face. */
export interface LabelledPicture {
  readonly file: string;
  /** Its place in the data set, `/` between folders. */
  readonly source: string;
  readonly label: string;
  /** `all` where the data set comes without splits. */
  readonly split: string;
  /** What else is known: `subject`, `sequence`, the columns of a CSV. */
  readonly facts: Readonly<Record<string, string>>;
  /** Where in the picture the face is, pixels; the whole picture where left out. */
  readonly box?: { x: number; y: number; width: number; height: number };
}

/** What was left out, and why. */
export interface FaceProblem {
  readonly path: string;
  readonly reason: string;
}

/** What a layout of files says about its pictures. */
export interface PictureListing {
  readonly pictures: readonly LabelledPicture[];
  readonly problems: readonly FaceProblem[];
  /** The fact that says which pictures belong together. */
  readonly group?: string;
}

/** The split of a set that comes without any. */
export const ALL = "all";

const SPLIT_NAMES: Readonly<Record<string, readonly string[]>> = {
  train: ["train", "training", "train_set", "tr"],
  dev: ["dev", "val", "valid", "validation", "val_set", "publictest"],
  test: ["test", "testing", "test_set", "privatetest"],
};

/** Ours for what a set calls a split (`Training`, `PublicTest`, `val`); undefined for no split. */
export function canonicalSplit(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  return Object.entries(SPLIT_NAMES).find(([, names]) => names.includes(plain))?.[0];
}

/** What a listing holds of one folder: not what is hidden, nor what archives leave behind. */
export async function listFolder(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "__MACOSX") continue;
    const facts = entry.isSymbolicLink()
      ? await stat(path.join(folder, entry.name)).catch(() => undefined)
      : entry;
    if (facts?.isDirectory()) folders.push(entry.name);
    else if (facts?.isFile()) files.push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

/** Every file with a picture's name in a folder, at any depth, relative to `root` with `/`. */
export async function listPictures(root: string, folder = ""): Promise<string[]> {
  const { folders, files } = await listFolder(path.join(root, folder));
  const below = await Promise.all(folders.map((name) => listPictures(root, joined(folder, name))));
  return [...files.filter(hasImageName).map((name) => joined(folder, name)), ...below.flat()];
}

/** A place below a folder, with `/` whatever the machine. */
export function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** SHA-256 over the pictures' bytes, places, labels and splits: changes when any of them does. */
export async function hashPictures(pictures: readonly LabelledPicture[]): Promise<string> {
  const lines: string[] = [];
  for (const { file, source, label, split } of pictures) {
    const hash = await sha256OfFile(file).catch(() => "unreadable");
    lines.push(`${hash}  ${source}\t${label}\t${split}\n`);
  }
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}
