/**
 * Times the training of the tagger: `node ours.js --corpus FILE --batch 10 --threads 1`.
 *
 * Plain SGD, as in peers/tagger_train.py; only the rows of the words in a batch change.
 *
 * @module
 */
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import type { BatchSize } from "../tagger/corpus.js";
import { encodeBatches, ourTagger, readCorpus, trainingOf } from "../tagger/our-tagger.js";

const RATE = 0.015;

const { batch, corpus: file, threads, seconds, engine } = await ourSettings("across");

const corpus = readCorpus(file);
const network = ourTagger(corpus, 1);
const program = trainingOf(network, { name: "sgd", momentum: 0, nesterov: false });
const batches = encodeBatches(corpus, "train", batch as BatchSize);
let loss = 0;
const measured = measure((i) => {
  const { feeds, tokens } = batches[i % batches.length];
  loss = program.step(0, "tags", feeds, { rate: RATE, seed: i }).loss;
  return tokens;
}, seconds);
program.dispose();
report(measured, engine, { threads, loss });
