/**
 * Walks a folder, one directory in memory at a time.
 *
 * @module
 */
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { compareNames } from "./name-order.js";
import { explain, lookAt, type PathFacts } from "./path-facts.js";

/** One entry of a walk that is not a folder, and what it leads to. */
export interface WalkedEntry {
  /** The root's path as given, joined with the way down. */
  path: string;
  facts: PathFacts;
}

/** How a folder is walked. */
export interface WalkOptions {
  /** Real paths of folders that were entered: such a folder is not entered again. Added to. */
  entered: Set<string>;
  /** Real paths of folders that are not entered at all. */
  leaveOut: ReadonlySet<string>;
  /** Whether names that begin with a dot are walked too. Otherwise they go to `onHidden`. */
  hidden: boolean;
  onHidden?: (path: string) => void;
  /** How many folders deep to look; 1 is the root alone. Default: no limit. */
  depth?: number;
  signal?: AbortSignal;
}

/**
 * Yields what a folder holds, its folders' contents in their place, names in code point order.
 * A folder reached twice, by a link or a loop of links, is entered once. A folder that cannot be
 * listed is yielded with its reason.
 */
export async function* walkFolder(root: string, options: WalkOptions): AsyncGenerator<WalkedEntry> {
  options.signal?.throwIfAborted();
  let names: string[];
  try {
    const real = await realpath(root);
    if (options.entered.has(real) || options.leaveOut.has(real)) return;
    options.entered.add(real);
    names = await readdir(root);
  } catch (error) {
    yield { path: root, facts: await explain(root, error as NodeJS.ErrnoException) };
    return;
  }
  const depth = options.depth ?? Number.POSITIVE_INFINITY;
  for (const name of names.sort(compareNames)) {
    options.signal?.throwIfAborted();
    const path = join(root, name);
    if (name.startsWith(".") && !options.hidden) {
      options.onHidden?.(path);
      continue;
    }
    const facts = await lookAt(path);
    if (facts.kind !== "folder") yield { path, facts };
    else if (depth > 1) yield* walkFolder(path, { ...options, depth: depth - 1 });
  }
}
