/**
 * The folder in which trained levels and results are kept: `levels/KEY` (artifact), `levels/KEY.json`
 * (record), `levels/KEY.answers.json.gz` (to each item), `levels/KEY.run` (what isn't finished),
 * `results/KEY.json`, `pilots/KEY.json`.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { z } from "zod";
import { ARTIFACT_FILES } from "../artifact/manifest.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import {
  type Answers,
  answersSchema,
  type CellResult,
  cellResultSchema,
  type LevelRecord,
  levelRecordSchema,
  type Pilot,
  pilotSchema,
} from "./records.js";

/** Where things of a level lie. */
export interface LevelPlaces {
  readonly artifact: string;
  /** Checkpoints, cost so far and log. */
  readonly scratch: string;
  readonly lock: string;
}

/** Levels and results by key. Every file is there whole or not at all. */
export class ExperimentCache {
  constructor(readonly folder: string) {}

  placesOf(key: string): LevelPlaces {
    const artifact = path.join(this.folder, "levels", key);
    return { artifact, scratch: `${artifact}.run`, lock: `${artifact}.lock` };
  }

  /** The record of a level that is trained; undefined where record or artifact is missing. */
  async level(key: string): Promise<LevelRecord | undefined> {
    const { artifact } = this.placesOf(key);
    if (!existsSync(path.join(artifact, ARTIFACT_FILES.manifest))) return undefined;
    return this.read("levels", key, levelRecordSchema);
  }

  /** True where a level was begun and isn't finished. */
  isBegun(key: string): boolean {
    return existsSync(this.placesOf(key).scratch);
  }

  result(key: string): Promise<CellResult | undefined> {
    return this.read("results", key, cellResultSchema);
  }

  pilot(key: string): Promise<Pilot | undefined> {
    return this.read("pilots", key, pilotSchema);
  }

  /** What a level answers to each item; undefined where that isn't kept. */
  async answers(key: string): Promise<Answers | undefined> {
    try {
      const text = await promisify(gunzip)(await readFile(this.answersFile(key)));
      return answersSchema.parse(JSON.parse(text.toString("utf8")));
    } catch {
      return undefined;
    }
  }

  hasAnswers(key: string): boolean {
    return existsSync(this.answersFile(key));
  }

  async keepAnswers(answers: Answers): Promise<void> {
    await mkdir(path.join(this.folder, "levels"), { recursive: true });
    const packed = await promisify(gzip)(JSON.stringify(answers));
    await writeFileAtomic(this.answersFile(answers.key), packed);
  }

  keepLevel(record: LevelRecord): Promise<void> {
    return this.write("levels", record.key, record);
  }

  keepResult(result: CellResult): Promise<void> {
    return this.write("results", result.key, result);
  }

  keepPilot(key: string, pilot: Pilot): Promise<void> {
    return this.write("pilots", key, pilot);
  }

  /** What is damaged or of another form counts as missing: it can be made again. */
  private async read<T>(kind: string, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return schema.parse(JSON.parse(await readFile(this.file(kind, key), "utf8")));
    } catch {
      return undefined;
    }
  }

  private async write(kind: string, key: string, value: unknown): Promise<void> {
    await mkdir(path.join(this.folder, kind), { recursive: true });
    await writeFileAtomic(this.file(kind, key), `${JSON.stringify(value, undefined, 2)}\n`);
  }

  private answersFile(key: string): string {
    return path.join(this.folder, "levels", `${key}.answers.json.gz`);
  }

  private file(kind: string, key: string): string {
    return path.join(this.folder, kind, `${key}.json`);
  }
}
