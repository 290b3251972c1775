/**
 * Names for the pictures that are written beside the results.
 *
 * @module
 */
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";

/**
 * Gives every input a name of its own below an output folder, in the folders that it has below
 * `root`. Two inputs never get the same name: the later one gets `-2`, `-3` and so on.
 *
 * Names depend on the order of the inputs alone, so that a run that is resumed finds the names of
 * the run before: `reserve` every input in order, those done before too.
 */
export class OutputNames {
  readonly #root: string;
  readonly #nameOf: (file: string) => string;
  readonly #taken = new Set<string>();
  readonly #waiting = new Map<string, string>();

  /**
   * @param root - the folder that all inputs lie in, as far as is known
   * @param nameOf - an input's file name to the output's. Default: the same
   */
  constructor(root: string, nameOf: (file: string) => string = (file) => file) {
    this.#root = resolve(root);
    this.#nameOf = nameOf;
  }

  /** Sets a name apart for an input that is to come. */
  reserve(path: string): void {
    const below = folderBelow(this.#root, dirname(resolve(path)));
    const wanted = join(below, this.#nameOf(basename(path)));
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = numbered(wanted, n);
    this.#taken.add(name.toLowerCase());
    this.#waiting.set(path, name);
  }

  /** Lets go of an input that will not ask for its name; the name stays taken. */
  forget(path: string): void {
    this.#waiting.delete(path);
  }

  /** The name set apart for an input, relative to the output folder. Asked for once. */
  take(path: string): string {
    if (!this.#waiting.has(path)) this.reserve(path);
    const name = this.#waiting.get(path) as string;
    this.#waiting.delete(path);
    return name;
  }
}

/** `photo.jpg` and 2 make `photo-2.jpg`. */
export function numbered(name: string, n: number): string {
  const extension = extname(name);
  return `${name.slice(0, name.length - extension.length)}-${n}${extension}`;
}

/** The way down from a root to a folder; folders outside the root go under `_outside`. */
function folderBelow(root: string, folder: string): string {
  const way = relative(root, folder);
  const isOutside = way === ".." || way.startsWith(`..${sep}`) || resolve(root, way) === way;
  return isOutside ? join("_outside", folder.replace(/^[/\\]|:/g, "")) : way;
}

/** The folder that all of these files or folders lie in. */
export function commonFolder(folders: readonly string[]): string {
  const ways = folders.map((folder) => resolve(folder).split(sep));
  const first = ways[0] ?? resolve(".").split(sep);
  const shared = first.findIndex((part, i) => !ways.every((way) => way[i] === part));
  return first.slice(0, shared < 0 ? first.length : shared).join(sep) || sep;
}
