import assert from "node:assert/strict";
import {
  createPredictor,
  createTrainingProgram,
  loadEngine,
  type Objective,
  parametersOf,
  randomStream,
} from "@mltl/core";
import { alphabet } from "#text/features/encode-characters.js";
import { buildBilstmCrf, type TaggerNetwork } from "#text/network/tagger.js";
import { bioesTags } from "#text/scheme/tag-scheme.js";
import { createTagger } from "#text/tag/tagger-model.js";
import type { NamedSentence } from "#text/train/sentence-batches.js";
import { allowedTags, goldTags, sentenceObjective } from "#text/train/sentence-objective.js";

const letters = alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
const features = { letters };
const settings = { batch: 8, hideVector: 0, hideRow: 0, lowerCase: 0, upperCase: 0 };

/** `Ann:PER met Bo:PER`, of the source `from`. */
function sentence(line: string, id: string, annotates?: string[]): NamedSentence {
  const tokens = line.split(" ").map((token) => token.split(":"));
  return {
    words: tokens.map(([word]) => word),
    spans: tokens.flatMap(([, type], start) => (type ? [{ type, start, end: start + 1 }] : [])),
    id,
    ...(annotates && { annotates }),
  };
}

function train(network: TaggerNetwork, objective: Objective, steps: number): void {
  const program = createTrainingProgram({
    network,
    losses: { tags: objective },
    predictions: {},
    stages: [
      {
        learning: new Map(network.blocks.map((block) => [block, 1])),
        optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      },
    ],
    average: false,
  });
  for (let step = 0; step < steps; step++) {
    const { feeds } = objective.batch(step, 0);
    const { finite } = program.step(0, "tags", feeds, { rate: 0.02, seed: step });
    assert.ok(finite);
  }
  const values = parametersOf(network).map((parameter) => program.valuesOf(parameter).slice());
  parametersOf(network).forEach((parameter, i) => {
    parameter.values.set(values[i]);
  });
  program.dispose();
}

function tag(network: TaggerNetwork, line: string): string[] {
  const predictor = createPredictor(network);
  const tagger = createTagger(network, features, {
    emissions: (feeds) => predictor.run(feeds),
    valuesOf: ({ values }) => values,
  });
  const words = line.split(" ");
  const [spans] = tagger.predict([words]);
  predictor.dispose();
  return spans.map(({ type, start, end }) => `${words.slice(start, end).join(" ")}:${type}`);
}

describe("what sentences teach", () => {
  const tags = bioesTags(["PER", "LOC"]);

  it("gives gold tags by index, time first", () => {
    const given = [sentence("Ann:PER met Oslo:LOC", "a"), sentence("x", "b")];
    const { gold } = goldTags(tags)(given, 3);
    assert.deepEqual(gold.shape, [3, 2]);
    const [S_PER, S_LOC] = ["S-PER", "S-LOC"].map((name) => tags.indexOf(name));
    assert.deepEqual([...gold.data], [S_PER, 0, 0, 0, S_LOC, 0]);
  });

  it("lets a token outside of entities have any tag of the types that aren't annotated", () => {
    const given = [sentence("Ann:PER met", "a", ["PER"]), sentence("Ann:PER met", "b")];
    const { allowed } = allowedTags(tags)(given, 2);
    assert.deepEqual(allowed.shape, [2, 2, tags.length]);
    const names = Array.from({ length: 4 }, (_, i) =>
      tags.filter((_, tag) => allowed.data[i * tags.length + tag] === 1).join(" "),
    );
    assert.deepEqual(names, ["S-PER", "S-PER", "O B-LOC I-LOC E-LOC S-LOC", "O"]);
  });

  it("learns of each type from the sentences that are annotated with it, and from no others", async function () {
    this.timeout(60_000);
    if ((await loadEngine()).kind !== "native") this.skip();
    const people = ["PER"];
    const places = ["LOC"];
    const corpus = (withFacts: boolean) => [
      sentence("Ann:PER met Bo:PER in Oslo", "1", withFacts ? people : undefined),
      sentence("Bo:PER left Rome", "2", withFacts ? people : undefined),
      sentence("Cy:PER saw Ann:PER", "3", withFacts ? people : undefined),
      sentence("Bo:PER met Cy:PER in Rome", "4", withFacts ? people : undefined),
      sentence("Ann met Bo in Oslo:LOC", "5", withFacts ? places : undefined),
      sentence("Cy left Rome:LOC", "6", withFacts ? places : undefined),
      sentence("Rome:LOC saw Ann", "7", withFacts ? places : undefined),
      sentence("Oslo:LOC met Cy in Rome:LOC", "8", withFacts ? places : undefined),
    ];
    const taught = (withFacts: boolean) => {
      const options = {
        types: ["PER", "LOC"],
        alphabetSize: letters.characters.length,
        units: 12,
        dropout: 0,
      };
      const network = buildBilstmCrf(options, randomStream(5));
      const objective = sentenceObjective(network, corpus(withFacts), features, settings, 1);
      train(network, objective, 80);
      return tag(network, "Ann met Cy in Oslo");
    };
    assert.deepEqual(taught(true), ["Ann:PER", "Cy:PER", "Oslo:LOC"]);
    // What isn't said is taken for an answer: half of the names are taught as none.
    assert.notDeepEqual(taught(false), ["Ann:PER", "Cy:PER", "Oslo:LOC"]);
  });
});
