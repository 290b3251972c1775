/**
 * `npm run bench:accuracy -- vision|text|tagger-training`: the models that come along, and peers, on
 * the test splits at hand; and what training comes to beside PyTorch, on a dev split. Writes benchmarks/results/accuracy-NAME.json and the README's table.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { loadEngine, writeFileAtomic } from "@mltl/core";
import { writeReadmeSection } from "../readme-section.js";
import { scoreTaggerTraining } from "./tagger-training.js";
import { scoreTaggers } from "./text.js";
import { scoreEmotionModels } from "./vision.js";

/** One measured row. */
export interface AccuracyRow {
  model: string;
  /** Data set and split. */
  on: string;
  metric: string;
  /** Fraction. */
  value: number;
  /** What a reader has to know to compare. */
  note?: string;
}

const benchmarks = {
  vision: scoreEmotionModels,
  text: scoreTaggers,
  "tagger-training": scoreTaggerTraining,
} as const;
const results = (name: string) =>
  new URL(`../../results/accuracy-${name}.json`, import.meta.url).pathname;

const name = process.argv[2] as keyof typeof benchmarks;
if (!(name in benchmarks)) {
  process.stderr.write(
    `Expected one of ${Object.keys(benchmarks).join(", ")}, received '${name}'\n`,
  );
  process.exit(2);
}
await loadEngine({ kind: "native" });
const rows = await benchmarks[name]();
await writeFileAtomic(results(name), `${JSON.stringify({ name, rows }, undefined, 2)}\n`);
process.stdout.write(`${table(rows)}\n`);
await writeReadmeSection("accuracy", table(await everyRow()));

async function everyRow(): Promise<AccuracyRow[]> {
  const all: AccuracyRow[] = [];
  for (const name of Object.keys(benchmarks)) {
    const text = await readFile(results(name), "utf8").catch(() => undefined);
    if (text) all.push(...(JSON.parse(text).rows as AccuracyRow[]));
  }
  return all;
}

function table(rows: readonly AccuracyRow[]): string {
  const lines = rows.map(({ model, on, metric, value, note = "" }) => {
    return `| ${model} | ${on} | ${metric} | ${(100 * value).toFixed(1)} % | ${note} |`;
  });
  return [
    "| model | data, split | metric | figure | note |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}
