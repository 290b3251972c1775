/**
 * Times tagging with the network of `tagger-train`, untrained: it costs the same.
 * `node ours.js --corpus FILE --batch 32 --threads 1`; batch 1 is one sentence at a time.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { createPredictor, crfDecode, loadEngine, maskScores } from "@mltl/core";
import { measure, report, useThreads } from "../measure.js";
import type { BatchSize } from "../tagger/corpus.js";
import { encodeBatches, ourTagger, readCorpus } from "../tagger/our-tagger.js";

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    batch: { type: "string", default: "32" },
    threads: { type: "string", default: "1" },
    seconds: { type: "string", default: "10" },
  },
});
const threads = Number(values.threads);
useThreads(1, threads);
const engine = await loadEngine({ kind: "native" });

const corpus = readCorpus(String(values.corpus));
const network = ourTagger(corpus, 1);
const { crf, mask, tags } = network;
const scores = maskScores(
  {
    start: crf.start.values,
    transitions: crf.transitions.values,
    end: crf.end.values,
  },
  mask,
);
const predictor = createPredictor(network);
const batches = encodeBatches(corpus, "train", values.batch as BatchSize);
const measured = measure((i) => {
  const { feeds, lengths, tokens } = batches[i % batches.length];
  const emissions = predictor.run(feeds).data as Float32Array;
  const stride = lengths.length * tags.length;
  lengths.forEach((length, b) => {
    crfDecode(emissions, b * tags.length, stride, length, scores);
  });
  return tokens;
}, Number(values.seconds));
predictor.dispose();
report(measured, engine, { threads });
