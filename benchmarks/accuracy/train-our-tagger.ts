/**
 * Trains our tagger as peers/tagger_quality.py trains PyTorch's.
 *
 * @module
 */
import { createTrainingProgram, crfDecode, maskScores, type TrainingProgram } from "@mltl/core";
import type { TaggerNetwork } from "#text/network/bilstm-crf.js";
import type { BatchSize, Corpus } from "../speed/tagger/corpus.js";
import { encodeBatches, ourTagger } from "../speed/tagger/our-tagger.js";

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
  const program = createTrainingProgram({
    network,
    losses: {
      tags: {
        inputs: { ...network.inputs, ...network.goldInputs },
        loss: (context, inputs) => network.loss(context, inputs),
      },
    },
    predictions: { emissions: network },
    stages: [
      {
        learning: new Map(network.blocks.map((block) => [block, 1])),
        optimizer: ADAM,
      },
    ],
    average: false,
  });
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

function tag(corpus: Corpus, { crf, mask, tags }: TaggerNetwork, program: TrainingProgram) {
  const weights = program.weights();
  const valuesOf = ({ name }: { readonly name: string }) => weights.get(name)?.data as Float32Array;
  const scores = maskScores(
    {
      start: valuesOf(crf.start),
      transitions: valuesOf(crf.transitions),
      end: valuesOf(crf.end),
    },
    mask,
  );
  const found: number[][] = [];
  for (const { feeds, sentences, lengths } of encodeBatches(corpus, "dev", "32")) {
    const emissions = program.predict("emissions", feeds).data as Float32Array;
    const stride = sentences.length * tags.length;
    sentences.forEach((sentence, b) => {
      found[sentence] = [...crfDecode(emissions, b * tags.length, stride, lengths[b], scores)];
    });
  }
  return found;
}
