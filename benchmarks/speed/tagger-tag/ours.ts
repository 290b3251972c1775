/**
 * Times tagging with the network of `tagger-train`, untrained: it costs the same.
 * `node ours.js --corpus FILE --batch 32 --threads 1`; batch 1 is one sentence at a time.
 *
 * @module
 */
import { createPredictor } from "@mltl/core";
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import type { BatchSize } from "../tagger/corpus.js";
import { decodeBatch, encodeBatches, ourTagger, readCorpus } from "../tagger/our-tagger.js";

const { batch, corpus: file, threads, seconds, engine } = await ourSettings("across");

const corpus = readCorpus(file);
const network = ourTagger(corpus, 1);
const scores = network.scores(({ values }) => values);
const predictor = createPredictor(network);
const batches = encodeBatches(corpus, "train", batch as BatchSize);
const measured = measure((i) => {
  const { feeds, lengths, tokens } = batches[i % batches.length];
  decodeBatch(predictor.run(feeds), lengths, scores);
  return tokens;
}, seconds);
predictor.dispose();
report(measured, engine, { threads });
