/**
 * `npm run bench:accuracy -- vision|text|tagger-training|few-faces`: the models that come along, and
 * peers, on the test splits at hand; what training comes to beside PyTorch; what fine-tuning brings.
 * Writes benchmarks/results/accuracy-NAME.json and the tables in README.md and docs/accuracy.md.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { loadEngine, writeFileAtomic } from "@mltl/core";
import { writeSection } from "../markdown-section.js";
import { type AccuracyBenchmark, benchmarkOfRows } from "./benchmark.js";
import { fewFaces } from "./few-faces.js";
import { scoreTaggerTraining } from "./tagger-training.js";
import { scoreTaggers } from "./text.js";
import { emotionModels } from "./vision.js";

const benchmarks: readonly AccuracyBenchmark<unknown>[] = [
  emotionModels,
  fewFaces,
  benchmarkOfRows("text", scoreTaggers),
  benchmarkOfRows("tagger-training", scoreTaggerTraining),
];

const [name, ...args] = process.argv.slice(2);
const chosen = benchmarks.find((benchmark) => benchmark.name === name);
if (chosen) {
  await loadEngine({ kind: "native" });
  const { report, keep } = await chosen.run(args);
  if (keep) {
    await writeFileAtomic(
      resultsFile(chosen),
      `${JSON.stringify({ name, ...(report as object) }, undefined, 2)}\n`,
    );
    await writePages();
  }
  process.stdout.write(`${chosen.short(report)}\n\n${chosen.long(report)}\n`);
} else {
  const names = benchmarks.map((benchmark) => benchmark.name);
  process.stderr.write(`Expected one of ${names.join(", ")}, received ${name ?? "none"}\n`);
  process.exitCode = 2;
}

function resultsFile(benchmark: AccuracyBenchmark<unknown>): string {
  return new URL(`../../results/accuracy-${benchmark.name}.json`, import.meta.url).pathname;
}

/** The tables of every benchmark that has results. */
async function writePages(): Promise<void> {
  const short: string[] = [];
  for (const benchmark of benchmarks) {
    const text = await readFile(resultsFile(benchmark), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const report: unknown = JSON.parse(text);
    await writeSection("docs/accuracy.md", benchmark.name, benchmark.long(report));
    short.push(benchmark.short(report));
  }
  short.push("[Every figure, with intervals, and how to repeat it](docs/accuracy.md).");
  await writeSection("README.md", "accuracy", short.join("\n\n"));
}
