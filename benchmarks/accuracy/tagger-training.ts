/**
 * What the tagger of `bench:speed -- tagger-train` comes to, ours and PyTorch's: the same sentences
 * in the same batches, the same number of epochs.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { dataRoot, findDataManifest, meanDeviation, requireData, spanScores } from "@mltl/core";
import { bioesToSpans } from "#text/scheme/tag-scheme.js";
import { peerPython, torchVersion } from "../speed/peers/python.js";
import { caseCorpus } from "../speed/tagger/case-corpus.js";
import type { Corpus } from "../speed/tagger/corpus.js";
import { readCorpus } from "../speed/tagger/our-tagger.js";
import type { AccuracyRow } from "./benchmark.js";
import { tagsAfterTraining } from "./train-our-tagger.js";

const SET = "wnut17";
const SEEDS = [1, 2, 3];
const EPOCHS = 20;
const BATCH = "10";

/** Mean F1 on dev after the last epoch, whatever the ones before it came to. */
export async function scoreTaggerTraining(): Promise<AccuracyRow[]> {
  const manifest = await findDataManifest(SET);
  requireData(dataRoot(), manifest);
  const made = await caseCorpus(path.join(dataRoot(), manifest.folder));
  try {
    const corpus = readCorpus(made.file);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (const seed of SEEDS) {
      ours.push(f1(corpus, tagsAfterTraining(corpus, { seed, epochs: EPOCHS, batch: BATCH })));
      theirs.push(f1(corpus, await peerTags(made.file, seed)));
      process.stderr.write(`seed ${seed}: ${ours.at(-1)}, PyTorch ${theirs.at(-1)}\n`);
    }
    return [row("mltl", ours), row(`PyTorch ${await torchVersion()}`, theirs)];
  } finally {
    await made.dispose();
  }
}

function row(model: string, scores: readonly number[]): AccuracyRow {
  const { mean, sd } = meanDeviation(scores);
  const spread = (100 * (sd ?? 0)).toFixed(1);
  return {
    model: `BiLSTM-CRF, ${model}`,
    on: "WNUT-17 dev",
    metric: "strict span F1",
    value: mean,
    note: `${EPOCHS} epochs of Adam, no vectors; mean of ${scores.length} seeds, deviation ${spread}`,
  };
}

/** PyTorch's label ids of each sentence of dev. */
async function peerTags(file: string, seed: number): Promise<number[][]> {
  const { command } = await peerPython();
  const out = path.join(path.dirname(file), `predicted-${seed}.json`);
  const script = new URL("../../speed/peers/tagger_quality.py", import.meta.url).pathname;
  await promisify(execFile)(command, [
    ...[script, "--corpus", file, "--batch", BATCH, "--epochs", String(EPOCHS)],
    ...["--seed", String(seed), "--optimizer", "lazy-adam", "--out", out],
  ]);
  const { epochs } = JSON.parse(await readFile(out, "utf8"));
  return epochs.at(-1).predicted;
}

function f1({ dev, labels }: Corpus, predicted: readonly (readonly number[])[]): number {
  const spansOf = (ids: readonly number[]) => bioesToSpans(ids.map((id) => labels[id]));
  const gold = dev.sentences.map((sentence) => spansOf(sentence.labels));
  return spanScores(gold, predicted.map(spansOf)).all.f1;
}
