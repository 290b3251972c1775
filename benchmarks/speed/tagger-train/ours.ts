/**
 * Times the training of the tagger: `node ours.js --corpus FILE --batch 10 --threads 1`.
 *
 * Plain SGD, as in peers/tagger_train.py; only the rows of the words in a batch change.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { createTrainingProgram, loadEngine } from "@mltl/core";
import { measure, report, useThreads } from "../measure.js";
import type { BatchSize } from "../tagger/corpus.js";
import { encodeBatches, ourTagger, readCorpus } from "../tagger/our-tagger.js";

const RATE = 0.015;

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    batch: { type: "string", default: "10" },
    threads: { type: "string", default: "1" },
    seconds: { type: "string", default: "10" },
  },
});
const threads = Number(values.threads);
useThreads(1, threads);
const engine = await loadEngine({ kind: "native" });

const corpus = readCorpus(String(values.corpus));
const network = ourTagger(corpus, 1);
const program = createTrainingProgram({
  network,
  losses: {
    tags: {
      inputs: { ...network.inputs, ...network.goldInputs },
      loss: (context, inputs) => network.loss(context, inputs),
    },
  },
  predictions: {},
  stages: [
    {
      learning: new Map(network.blocks.map((block) => [block, 1])),
      optimizer: { name: "sgd", momentum: 0, nesterov: false },
    },
  ],
  average: false,
});
const batches = encodeBatches(corpus, "train", values.batch as BatchSize);
let loss = 0;
const measured = measure((i) => {
  const { feeds, tokens } = batches[i % batches.length];
  loss = program.step(0, "tags", feeds, { rate: RATE, seed: i }).loss;
  return tokens;
}, Number(values.seconds));
program.dispose();
report(measured, engine, { threads, loss });
