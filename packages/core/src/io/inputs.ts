/**
 * The files that a command line means: names, folders, globs and lists on standard input.
 *
 * @module
 */
import { realpath } from "node:fs/promises";
import { dirname, normalize, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { invalidArgument } from "../errors.js";
import { readNames } from "./name-list.js";
import { type InputStatus, lookAt, type PathFacts } from "./path-facts.js";
import { type WalkedEntry, walkFolder } from "./walk-folder.js";

/** One input. With a `status` it cannot be opened, and `reason` says why. */
export interface InputFile {
  /** As it was named, or the folder's name joined with the way down. */
  path: string;
  status?: InputStatus;
  reason?: string;
}

/** What counts as an input and where lists come from. */
export interface InputOptions {
  /**
   * Whether a regular file found in a folder or by a glob counts. May open the file. Files that
   * were named one by one are not asked about.
   */
  accept?: (path: string) => boolean | Promise<boolean>;
  /**
   * Whether something in a folder that cannot be opened (a dangling link, a pipe, a file without
   * permission) would have counted, judged by its name alone. Default: it would.
   */
  acceptName?: (path: string) => boolean;
  /** Folders that are not entered: those that output goes to, say. */
  leaveOut?: readonly string[];
  /** Where the pattern `-` reads names from; `nul`: they end in NUL rather than a newline. */
  fromStdin?: { stream: NodeJS.ReadableStream; nul: boolean };
  signal?: AbortSignal;
  /** Called for everything in a folder that does not count, hidden names among it. */
  onIgnored?: (path: string) => void;
}

/**
 * Lists inputs, lazily: no more than one directory's names are held at a time.
 *
 * - A file's name is yielded always, with status `missing` where there is none.
 * - A folder is walked to the bottom in code point order, hidden names left out; links are
 *   followed, loops survived.
 * - A glob (`photos/*.jpg`, quoted from the shell) is matched where no file has that very name.
 * - `-` takes a list of files and folders from {@link InputOptions.fromStdin}.
 *
 * A file that several patterns reach is yielded once.
 *
 * @throws MltlError `E_USAGE` for `-` without a stream
 */
export async function* listInputs(
  patterns: readonly string[],
  options: InputOptions = {},
): AsyncGenerator<InputFile> {
  const listing = new Listing(options, await realPaths(options.leaveOut ?? []));
  for (const pattern of patterns) {
    options.signal?.throwIfAborted();
    if (pattern !== "-") {
      yield* listing.pattern(pattern);
      continue;
    }
    if (!options.fromStdin) throw invalidArgument("inputs", "a stream to read names from", "-");
    const { stream, nul } = options.fromStdin;
    for await (const name of readNames(stream, nul, options.signal)) {
      options.signal?.throwIfAborted();
      yield* listing.name(name);
    }
  }
}

/**
 * The folder that all files of a pattern lie in: a folder itself, a file's, a glob's fixed part;
 * the current one for a list on standard input.
 */
export async function folderOfPattern(pattern: string): Promise<string> {
  if (pattern === "-") return ".";
  const facts = await lookAt(pattern);
  if (facts.kind === "folder") return pattern;
  return isGlob(pattern, facts) ? scan(pattern).base : dirname(pattern);
}

/** One run over the patterns, and what it has given so far. */
class Listing {
  readonly #options: InputOptions;
  readonly #leaveOut: ReadonlySet<string>;
  /** Absolute paths that were named or matched one by one. */
  readonly #given = new Set<string>();
  /** Real paths of the folders that were walked whole. */
  readonly #walked = new Set<string>();

  constructor(options: InputOptions, leaveOut: ReadonlySet<string>) {
    this.#options = options;
    this.#leaveOut = leaveOut;
  }

  async *pattern(pattern: string): AsyncGenerator<InputFile> {
    const facts = await lookAt(pattern);
    yield* isGlob(pattern, facts) ? this.#glob(pattern) : this.#found(pattern, facts);
  }

  async *name(path: string): AsyncGenerator<InputFile> {
    yield* this.#found(path, await lookAt(path));
  }

  async *#found(path: string, facts: PathFacts): AsyncGenerator<InputFile> {
    if (facts.kind === "folder") yield* this.#folder(path);
    else if (!(await this.#wasGiven(path, facts))) yield toInput(path, facts);
  }

  async *#folder(root: string): AsyncGenerator<InputFile> {
    const { signal, onIgnored } = this.#options;
    const leaveOut = this.#leaveOut;
    const walk = { entered: this.#walked, leaveOut, hidden: false, onHidden: onIgnored, signal };
    for await (const { path, facts } of walkFolder(root, walk)) {
      if (this.#given.size > 0 && this.#given.has(resolve(path))) continue;
      if (await this.#counts(path, facts)) yield toInput(path, facts);
      else onIgnored?.(path);
    }
  }

  async *#glob(pattern: string): AsyncGenerator<InputFile> {
    let matched = false;
    for await (const { path, facts } of this.#matches(pattern)) {
      matched = true;
      if (!(await this.#counts(path, facts))) this.#options.onIgnored?.(path);
      else if (!(await this.#wasGiven(path, facts))) yield toInput(path, facts);
    }
    if (!matched) yield { path: pattern, status: "missing", reason: "no file matches it" };
  }

  async *#matches(pattern: string): AsyncGenerator<WalkedEntry> {
    const { base, glob, depth } = scan(pattern);
    if ((await lookAt(base)).kind !== "folder") return;
    const matches = picomatch(glob);
    const hidden = /(^|\/)\.[^./]/.test(glob);
    const [leaveOut, { signal }] = [this.#leaveOut, this.#options];
    const walk = { entered: new Set<string>(), leaveOut, hidden, depth, signal };
    for await (const entry of walkFolder(base, walk)) {
      if (matches(relative(base, entry.path).split(sep).join("/"))) yield entry;
    }
  }

  /** Whether an earlier pattern has yielded this file; if not, it is remembered. */
  async #wasGiven(path: string, facts: PathFacts): Promise<boolean> {
    const key = resolve(path);
    if (this.#given.has(key)) return true;
    this.#given.add(key);
    if (this.#walked.size === 0 || facts.kind !== "file") return false;
    return this.#walked.has(await realpath(dirname(path))) && this.#counts(path, facts);
  }

  async #counts(path: string, facts: PathFacts): Promise<boolean> {
    const { accept, acceptName } = this.#options;
    if (facts.kind === "file") return accept ? accept(path) : true;
    return acceptName ? acceptName(path) : true;
  }
}

/** The real paths of those folders that are there. */
async function realPaths(folders: readonly string[]): Promise<Set<string>> {
  const found = await Promise.all(folders.map((path) => realpath(path).catch(() => undefined)));
  return new Set(found.filter((path) => path !== undefined));
}

function toInput(path: string, facts: PathFacts): InputFile {
  return facts.kind === "none" ? { path, status: facts.status, reason: facts.reason } : { path };
}

function isGlob(pattern: string, facts: PathFacts): boolean {
  return facts.kind === "none" && facts.status === "missing" && picomatch.scan(pattern).isGlob;
}

/** Splits a glob into the folder to start from, what is matched below it and how deep that goes. */
function scan(pattern: string): { base: string; glob: string; depth: number } {
  const { base, glob } = picomatch.scan(pattern);
  const depth = glob.includes("**") ? Number.POSITIVE_INFINITY : glob.split("/").length;
  return { base: normalize(base || "."), glob, depth };
}
