/**
 * What a level costs, counted over all processes that work on it.
 *
 * @module
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Cost, sumCosts } from "./records.js";

/** Counts from where it is made; goes on from what an earlier process has saved in the file. */
export class CostMeter {
  private readonly began = performance.now();
  private readonly earlier: Cost | undefined;

  constructor(private readonly file: string) {
    this.earlier = readCost(file);
  }

  /** The cost so far. */
  now(): Cost {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const own = {
      seconds: (performance.now() - this.began) / 1000,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMemory: maxRSS * 1024,
      processes: 1,
    };
    return this.earlier ? sumCosts([this.earlier, own]) : own;
  }

  /** Saves the cost so far; what a killed process spent since is not counted. */
  save(): void {
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.part`, JSON.stringify(this.now()));
    renameSync(`${this.file}.part`, this.file);
  }
}

function readCost(file: string): Cost | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Cost;
  } catch {
    return undefined;
  }
}
