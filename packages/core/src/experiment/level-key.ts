/**
 * What a trained level depends on, as a hash.
 *
 * @module
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { dataSetHash, readDataManifests } from "../data/manifest.js";
import { canonicalHash } from "../io/canonical-hash.js";
import { sha256OfFile } from "../io/checksum.js";
import type { Level, Plan } from "../plan/plan.js";
import { taskKind } from "../train/task.js";
import { TRAINING_VERSION } from "../train/version.js";

/** A level of a cell and where it stands. */
export interface KeyedLevel {
  /** Which of the plan's levels. */
  readonly index: number;
  /** Same key, same weights: what the level depends on, hashed. */
  readonly key: string;
  /** Key of the level it begins with, where it does. */
  readonly previous?: string;
}

/** Contents of data sets by name, as hashes. */
export type DataHashes = ReadonlyMap<string, string>;

/** The hashes of every data set that a folder of manifests describes; the project's where left out. */
export async function readDataHashes(manifests?: string): Promise<DataHashes> {
  const all = await readDataManifests(manifests);
  return new Map(all.map((manifest) => [manifest.name, dataSetHash(manifest)]));
}

/**
 * The keys of a plan's levels with one seed.
 *
 * A key covers the level, the seed, the contents of the data sets, files and folders that the level's
 * data names (a path has a separator in it), the weights it begins with, and the declared versions of training and task; neither code, machine nor date.
 *
 * @throws MltlError `E_BAD_PLAN` for a task that isn't registered
 */
export async function keyedLevels(
  plan: Plan,
  seed: number,
  dataHashes: DataHashes,
): Promise<KeyedLevel[]> {
  const keyed: KeyedLevel[] = [];
  for (const [index, level] of plan.levels.entries()) {
    const before = begunFromPrevious(level) ? keyed[index - 1].key : undefined;
    const named = dataSetsOf(level, dataHashes.keys());
    const key = canonicalHash({
      level: { ...level, init: await initFacts(level, before) },
      seed,
      data: {
        ...Object.fromEntries(named.map((name) => [name, dataHashes.get(name)])),
        ...(await placesOf(level)),
      },
      versions: { training: TRAINING_VERSION, task: taskKind(level.task).version ?? 1 },
    });
    keyed.push({ index, key, ...(before !== undefined && { previous: before }) });
  }
  return keyed;
}

/** Names of data sets that occur anywhere in a level's data, sorted. */
export function dataSetsOf(level: Pick<Level, "data">, known: Iterable<string>): string[] {
  const words = wordsOf(level);
  return [...known].filter((name) => words.has(name)).sort();
}

/** Contents, as hashes, of the paths in a level's data: faces of one's own, models that teach. */
async function placesOf(level: Pick<Level, "data">): Promise<Record<string, string>> {
  const places: Record<string, string> = {};
  for (const word of wordsOf(level)) {
    if (typeof word !== "string" || !/[/\\]/.test(word)) continue;
    const content = await contentOf(word);
    if (content !== undefined) places[word] = content;
  }
  return places;
}

/** Every key and value anywhere in a level's data. */
function wordsOf(level: Pick<Level, "data">): Set<unknown> {
  const words = new Set<unknown>();
  JSON.stringify(level.data, (key, value) => {
    words.add(key).add(value);
    return value;
  });
  return words;
}

function begunFromPrevious({ init }: Level): boolean {
  return init !== "scratch" && init.from === "previous";
}

/** Weights stand for the path they lie at; renaming rules keep their order, which decides. */
async function initFacts({ init }: Level, previous: string | undefined): Promise<unknown> {
  if (init === "scratch") return init;
  const { from, map, ...rest } = init;
  const place = typeof from === "string" ? from : from.path;
  const source = typeof from === "string" ? undefined : from.source;
  const content = previous ?? (await contentOf(place)) ?? place;
  return { ...rest, source, content, map: map && Object.entries(map) };
}

/**
 * Hash of a file or of all in a folder; undefined where nothing is there. What a JSON file describes
 * lies beside it.
 */
async function contentOf(place: string): Promise<string | undefined> {
  const facts = await stat(place).catch(() => undefined);
  if (facts === undefined) return undefined;
  if (facts.isFile() && path.extname(place) !== ".json") return sha256OfFile(place);
  const folder = facts.isFile() ? path.dirname(place) : place;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hashes = await Promise.all(
    files.map(async (file) => [path.relative(folder, file), await sha256OfFile(file)]),
  );
  return canonicalHash(Object.fromEntries(hashes));
}
