/**
 * Trains our tagger as peers/tagger_quality.py trains PyTorch's.
 *
 * @module
 */
import type { TrainingProgram } from "@mltl/core";
import type { TaggerNetwork } from "#text/network/tagger.js";
import type { BatchSize, Corpus } from "../speed/tagger/corpus.js";
import { decodeBatch, encodeBatches, ourTagger, trainingOf } from "../speed/tagger/our-tagger.js";

const ADAM = { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
const RATE = 1e-3;
const SEEDS_AN_EPOCH = 10_000;

export interface TaggerTraining {
  readonly seed: number;
  readonly epochs: number;
  readonly batch: BatchSize;
}

/** Label ids of each sentence of dev after training. The native engine has to be running. */
export function tagsAfterTraining(
  corpus: Corpus,
  { seed, epochs, batch }: TaggerTraining,
): number[][] {
  const network = ourTagger(corpus, seed);
  const program = trainingOf(network, ADAM);
  try {
    const batches = encodeBatches(corpus, "train", batch);
    for (let epoch = 0; epoch < epochs; epoch++) {
      batches.forEach(({ feeds }, i) => {
        const drops = (seed * epochs + epoch) * SEEDS_AN_EPOCH + i;
        program.step(0, "tags", feeds, { rate: RATE, seed: drops });
      });
    }
    return tag(corpus, network, program);
  } finally {
    program.dispose();
  }
}

function tag(corpus: Corpus, network: TaggerNetwork, program: TrainingProgram) {
  const weights = program.weights();
  const scores = network.scores(({ name }) => weights.get(name)?.data as Float32Array);
  const found: number[][] = [];
  for (const { feeds, sentences, lengths } of encodeBatches(corpus, "dev", "32")) {
    decodeBatch(program.predict("emissions", feeds), lengths, scores).forEach((labels, b) => {
      found[sentences[b]] = [...labels];
    });
  }
  return found;
}
