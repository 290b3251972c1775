/**
 * Times tagging with the model that comes along, from words to entities with their probabilities.
 * `node shipped.js --corpus FILE --batch 32 --threads 1`; batch 1 is one sentence at a time.
 *
 * @module
 */
import { loadTaggerModel } from "#text/tag/tagger-model.js";
import { measure, report } from "../measure.js";
import { ourSettings } from "../our-settings.js";
import type { BatchSize } from "../tagger/corpus.js";
import { readCorpus } from "../tagger/our-tagger.js";

const { batch, corpus: file, model, threads, seconds, engine } = await ourSettings("across");

const { words, train } = readCorpus(file);
const tagger = await loadTaggerModel(model);
const sentences = train.sentences.map((sentence) => sentence.words.map((id) => words[id]));
const batches = train.batches[batch as BatchSize];
const measured = measure((i) => {
  const chosen = batches[i % batches.length].map((sentence) => sentences[sentence]);
  tagger.predict(chosen);
  return chosen.reduce((sum, { length }) => sum + length, 0);
}, seconds);
tagger.dispose();
report(measured, engine, { threads });
