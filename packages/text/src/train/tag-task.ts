/**
 * The task of tagging entities, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  type DataManifest,
  dataSetHash,
  findDataManifest,
  type Metrics,
  nestedSubset,
  type Objective,
  randomStream,
  registerTask,
  requireData,
  spanScores,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import {
  type AnnotatedSentence,
  readTaggedSet,
  type TextSplit,
  type TypeMap,
} from "../data/tagged-set.js";
import { readWinkVectors } from "../data/wink-vectors.js";
import { type Alphabet, alphabet } from "../features/encode-characters.js";
import { encodeSentences, type WordFeatures } from "../features/encode-sentences.js";
import { vectorFiles } from "../features/vector-files.js";
import type { TaggerNetwork } from "../network/bilstm-crf.js";
import { spansToBioes } from "../scheme/tag-scheme.js";
import { createTagger, loadTaggerModel, TAG_TASK, type TaggerModel } from "../tag/tagger-model.js";

const splitSchema = z.enum(["train", "dev", "test"]);

const dataSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  sets: z
    .array(
      z.strictObject({
        set: z.string(),
        /** The set's type -> ours; a type that isn't named is no entity. */
        types: z.record(z.string(), z.string()),
        /** Splits to learn from. */
        train: z.array(splitSchema).default(["train"]),
        /** Splits to choose on. */
        dev: z.array(splitSchema).default(["dev"]),
        /** Splits to score once at the end. */
        test: z.array(splitSchema).default(["test"]),
      }),
    )
    .min(1),
  /** Share of the sentences to learn from, of each set alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  vectors: z.strictObject({ set: z.string(), words: z.number().int().positive() }),
  /** Sentences a batch. */
  batch: z.number().int().positive().default(16),
  /** Longer sentences are left out of training (not of scoring), tokens. */
  maxTokens: z.number().int().positive().default(120),
  /** Chance that a word's vector is withheld, so that characters and context have to do. */
  hideVector: z.number().min(0).max(1).default(0.05),
  /** Chance that a sentence is seen in lower case; and in upper case. */
  lowerCase: z.number().min(0).max(1).default(0),
  upperCase: z.number().min(0).max(1).default(0),
});

type DataOptions = z.infer<typeof dataSchema>;
type SetOptions = DataOptions["sets"][number];

/** Sentences that are sorted by length together, in batches: enough to pad little, few enough to mix. */
const BUCKET_BATCHES = 20;
const EVALUATION_BATCH = 64;

const EMISSIONS = "emissions";

registerTask(TAG_TASK, { parallel: "across", create: createTagTask });

async function createTagTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const sources = await openSources(options, dataRoot);
  const trainSentences = someSentences(
    await sources.read(options.sets, "train"),
    options.fraction,
    seed,
  ).filter(({ words }) => words.length <= options.maxTokens);
  const devSentences = await sources.read(options.sets, "dev");
  const vectors = await readWinkVectors(dataRoot, sources.vectors, options.vectors.words);
  const letters = alphabetOf(trainSentences);
  const features = { letters, vectors };
  const network = buildNetwork(
    level.network.architecture,
    {
      ...level.network.options,
      types: options.types,
      vectorWidth: vectors.width,
      alphabetSize: [...letters.characters].length,
    },
    randomStream(seed, "weights"),
  ) as TaggerNetwork;
  return {
    network,
    objectives: {
      tags: {
        ...sentenceBatches(trainSentences, features, network.tags, options, seed),
        unit: "tokens",
        inputs: { ...network.inputs, ...network.goldInputs },
        loss: (context, inputs) => network.loss(context, inputs),
      },
    },
    predictions: { [EMISSIONS]: network },
    evaluate: ({ predict, valuesOf }) =>
      scoreSentences(
        devSentences,
        createTagger(network, features, {
          emissions: (feeds) => predict(EMISSIONS, feeds),
          valuesOf,
        }),
      ),
    describe: () => ({
      labels: options.types,
      preprocessing: { alphabet: letters.characters },
      vocabularies: { tag: network.tags, character: characterNames(letters) },
      data: sources.manifests.map((manifest) => ({
        name: manifest.name,
        licence: manifest.licence,
        sha256: dataSetHash(manifest),
      })),
      files: vectorFiles(vectors),
    }),
    async test(folder) {
      const model = await loadTaggerModel(folder);
      const scores: Record<string, Metrics> = {};
      for (const set of options.sets.filter(({ test }) => test.length > 0)) {
        scores[`test ${set.set}`] = scoreSentences(await sources.read([set], "test"), model);
      }
      model.dispose();
      return scores;
    },
  };
}

/** The data sets that a level names. */
async function openSources(options: DataOptions, dataRoot: string) {
  const manifests = new Map<string, DataManifest>();
  for (const name of [...options.sets.map(({ set }) => set), options.vectors.set]) {
    const manifest = await findDataManifest(name);
    requireData(dataRoot, manifest);
    manifests.set(name, manifest);
  }
  const manifestOf = (name: string) => manifests.get(name) as DataManifest;
  const read = async (sets: readonly SetOptions[], use: TextSplit): Promise<SourcedSentence[]> => {
    const parts = sets.flatMap(({ set, types, ...splits }) =>
      splits[use].map(async (split) => {
        const sentences = await readTaggedSet(dataRoot, manifestOf(set), split, types as TypeMap);
        return sentences.map((sentence, i) => ({ ...sentence, set, id: `${set}:${split}:${i}` }));
      }),
    );
    return (await Promise.all(parts)).flat();
  };
  return { manifests: [...manifests.values()], vectors: manifestOf(options.vectors.set), read };
}

/** A sentence and where it comes from. */
interface SourcedSentence extends AnnotatedSentence {
  readonly set: string;
  readonly id: string;
}

/** A fraction of each set's sentences. */
function someSentences(sentences: SourcedSentence[], fraction: number, seed: number) {
  const chosen = nestedSubset(sentences.length, fraction, seed, (i) => sentences[i].set);
  return chosen.map((i) => sentences[i]);
}

/** Batches of sentences of like length, in another order at each epoch. */
function sentenceBatches(
  sentences: readonly SourcedSentence[],
  features: WordFeatures,
  tags: readonly string[],
  options: DataOptions,
  seed: number,
): Pick<Objective, "stepsPerEpoch" | "batch"> {
  const tagIndex = new Map(tags.map((tag, i) => [tag, i]));
  const batchesOf = batchesByEpoch(sentences, options.batch, seed);
  return {
    stepsPerEpoch: Math.ceil(sentences.length / options.batch),
    batch(epoch, step) {
      const random = randomStream(seed, "features", epoch, step);
      const chosen = batchesOf(epoch)[step].map((i) => sentences[i]);
      const words = chosen.map((sentence) => recase(sentence.words, random.next(), options));
      const hide = () => random.next() < options.hideVector;
      const { feeds, time, tokens } = encodeSentences(words, features, hide);
      const gold = new Int32Array(time * chosen.length);
      chosen.forEach((sentence, b) => {
        spansToBioes(sentence.spans, sentence.words.length).forEach((tag, t) => {
          gold[t * chosen.length + b] = tagIndex.get(tag) as number;
        });
      });
      return {
        feeds: { ...feeds, gold: { shape: [time, chosen.length], data: gold } },
        size: tokens,
        ids: chosen.map(({ id }) => id),
      };
    },
  };
}

/** Names of the rows of the table of characters. */
function characterNames({ characters }: Alphabet): string[] {
  return ["<padding>", "<unknown>", ...characters];
}

/** Every character that occurs at least twice, most frequent first. */
function alphabetOf(sentences: readonly AnnotatedSentence[]): Alphabet {
  const counts = new Map<string, number>();
  for (const { words } of sentences) {
    for (const character of words.join("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return alphabet(kept.map(([character]) => character).join(""));
}

function recase(
  words: readonly string[],
  draw: number,
  { lowerCase, upperCase }: { lowerCase: number; upperCase: number },
) {
  if (draw < lowerCase) return words.map((word) => word.toLowerCase());
  if (draw < lowerCase + upperCase) return words.map((word) => word.toUpperCase());
  return words;
}

/** The epoch's batches of sentence indices: shuffled, sorted by length within buckets, shuffled again. */
function batchesByEpoch(sentences: readonly AnnotatedSentence[], size: number, seed: number) {
  let known = -1;
  let batches: number[][] = [];
  return (epoch: number): number[][] => {
    if (epoch === known) return batches;
    const random = randomStream(seed, "order", epoch);
    const order = random.shuffle(sentences.map((_, i) => i));
    batches = [];
    for (let from = 0; from < order.length; from += size * BUCKET_BATCHES) {
      const bucket = order.slice(from, from + size * BUCKET_BATCHES);
      bucket.sort((a, b) => sentences[a].words.length - sentences[b].words.length);
      for (let i = 0; i < bucket.length; i += size) batches.push(bucket.slice(i, i + size));
    }
    known = epoch;
    return random.shuffle(batches);
  };
}

function scoreSentences(
  sentences: readonly AnnotatedSentence[],
  model: Pick<TaggerModel, "predict">,
): Metrics {
  const order = sentences
    .map((_, i) => i)
    .sort((a, b) => sentences[a].words.length - sentences[b].words.length);
  const predicted: ReturnType<TaggerModel["predict"]> = new Array(sentences.length);
  for (let from = 0; from < order.length; from += EVALUATION_BATCH) {
    const chosen = order.slice(from, from + EVALUATION_BATCH);
    model.predict(chosen.map((i) => sentences[i].words)).forEach((spans, i) => {
      predicted[chosen[i]] = spans;
    });
  }
  const { all, byType } = spanScores(
    sentences.map(({ spans }) => spans),
    predicted,
  );
  const types = Object.entries(byType).map(([type, { f1 }]) => [`f1 ${type}`, f1] as const);
  return { f1: all.f1, precision: all.precision, recall: all.recall, ...Object.fromEntries(types) };
}
