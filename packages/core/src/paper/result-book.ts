/**
 * Results by experiment and cell: those of the cache, and those that are kept in a file.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { MltlError } from "../errors.js";
import { ExperimentCache } from "../experiment/cache.js";
import type { Cell } from "../experiment/cells.js";
import type { DataHashes } from "../experiment/level-key.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import { checkedBy } from "../schema-issues.js";
import { type KeptResult, keptResult, keptResultSchema } from "./kept-result.js";
import type { PaperExperiment } from "./open-paper.js";

/** The cells of one experiment. */
export interface ExperimentCells {
  readonly of: PaperExperiment;
  readonly cells: readonly Cell[];
}

/** A result, and whether plan, data or versions have changed since. */
export interface BookedResult {
  readonly result: KeptResult;
  readonly outdated: boolean;
}

/** What is known of the cells of some experiments. */
export class ResultBook {
  private readonly results = new Map<string, BookedResult>();

  constructor(readonly experiments: readonly ExperimentCells[]) {}

  put({ of }: ExperimentCells, id: string, booked: BookedResult): void {
    this.results.set(`${of.name}\n${id}`, booked);
  }

  get({ of }: ExperimentCells, id: string): BookedResult | undefined {
    return this.results.get(`${of.name}\n${id}`);
  }

  cellsOf(of: PaperExperiment): ExperimentCells {
    return this.experiments.find((one) => one.of === of) as ExperimentCells;
  }

  /** Every result that is of the present plans, data and versions, in the order of the cells. */
  current(): KeptResult[] {
    return this.all().flatMap(({ result, outdated }) => (outdated ? [] : [result]));
  }

  all(): BookedResult[] {
    return this.experiments.flatMap((one) =>
      one.cells.flatMap(({ id }) => this.get(one, id) ?? []),
    );
  }
}

export interface BookPlaces {
  /** The folder of trained levels and results. */
  readonly cache: string;
  /** Results kept in a file, as {@link readKeptResults} reads it. */
  readonly kept?: readonly KeptResult[];
  readonly dataHashes: DataHashes;
  /** Figures that are wanted beside those of the experiments. */
  readonly metrics?: readonly string[];
}

/**
 * Looks up every cell: in the cache by its key, else among what is kept, by key, else there by name,
 * which is then outdated.
 */
export async function openResults(
  experiments: readonly ExperimentCells[],
  { cache: folder, kept = [], dataHashes, metrics = [] }: BookPlaces,
): Promise<ResultBook> {
  const cache = new ExperimentCache(folder);
  const byKey = new Map(kept.map((result) => [`${result.experiment}\n${result.key}`, result]));
  const byId = new Map(kept.map((result) => [`${result.experiment}\n${result.id}`, result]));
  const book = new ResultBook(experiments);
  for (const one of experiments) {
    const { experiment } = one.of;
    for (const cell of one.cells) {
      const cached = await cache.result(cell.key);
      const result =
        cached && (await keptResult(experiment, cell, cached, { cache, dataHashes, metrics }));
      const same = result ?? byKey.get(`${experiment.name}\n${cell.key}`);
      const other = same ?? byId.get(`${experiment.name}\n${cell.id}`);
      if (other) book.put(one, cell.id, { result: other, outdated: same === undefined });
    }
  }
  return book;
}

/**
 * Reads results kept in a file of JSON lines; none where there is no such file.
 *
 * @throws MltlError `E_BAD_DATA` naming the line that is no result
 */
export async function readKeptResults(file: string): Promise<KeptResult[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text
    .split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [parseLine(line, `${file}:${i + 1}`)]));
}

/**
 * Writes results to a file of JSON lines, in place of those of the same experiments and cells there;
 * others stay.
 */
export async function writeKeptResults(
  file: string,
  results: readonly KeptResult[],
): Promise<void> {
  const name = ({ experiment, id }: KeptResult) => `${experiment}\n${id}`;
  const all = new Map(
    [...(await readKeptResults(file)), ...results].map((one) => [name(one), one]),
  );
  const lines = [...all.entries()]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([, result]) => `${JSON.stringify(result)}\n`);
  await writeFileAtomic(file, lines.join(""));
}

function parseLine(line: string, place: string): KeptResult {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new MltlError("E_BAD_DATA", `${place} is not JSON`, { cause });
  }
  return checkedBy(keptResultSchema, value, "E_BAD_DATA", `${place} is not a kept result`);
}
