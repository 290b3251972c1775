import assert from "node:assert/strict";
import { buildNetwork, openWeights, parametersOf, randomStream, reuse } from "@mltl/core";
import type { TaggerNetwork } from "#text/network/tagger.js";
import { DEFAULT_TAGGER_MODEL } from "#text/tag/tagger-model.js";

const CHARACTERS = ["<padding>", "<unknown>", "a", "\u{1F9EC}", "é"];

/** A tagger of the English model's sizes, for other types and characters. */
function geneTagger(): TaggerNetwork {
  const options = {
    units: 128,
    characterFilters: 64,
    vectorWidth: 100,
    gazetteers: 5,
    types: ["GENE", "LOC"],
    alphabetSize: CHARACTERS.length - 2,
  };
  return buildNetwork("bilstm-crf", options, randomStream(1)) as TaggerNetwork;
}

function valuesOf(network: TaggerNetwork, parameter: string): Float32Array {
  return parametersOf(network).find(({ name }) => name === parameter)?.values as Float32Array;
}

describe("a tagger that begins with the English one", () => {
  it("has its encoder, and whatever of tags and characters both know", async () => {
    const source = await openWeights(DEFAULT_TAGGER_MODEL);
    const network = geneTagger();
    const transitions = valuesOf(network, "crf/transitions");
    const began = transitions.slice();
    const vocabularies = { tag: network.tags, character: CHARACTERS };
    const report = reuse(source, network, { vocabularies });
    assert.deepEqual([report.skipped, report.unused], [[], []]);
    assert.deepEqual(
      report.adapted.map(({ parameter, how }) => [parameter, how]),
      [
        ["characters/table", "4 of 5 characters"],
        ["head/emissions/kernel", "5 of 9 tags"],
        ["head/emissions/bias", "5 of 9 tags"],
        ["crf/start", "5 of 9 tags"],
        ["crf/transitions", "5 of 9 tags"],
        ["crf/end", "5 of 9 tags"],
      ],
    );
    const theirs = source.vocabularies.tag;
    const given = source.parameters.get("crf/transitions")?.values as Float32Array;
    network.tags.forEach((from, i) => {
      network.tags.forEach((to, j) => {
        const at = i * network.tags.length + j;
        const shared = theirs.includes(from) && theirs.includes(to);
        const place = theirs.indexOf(from) * theirs.length + theirs.indexOf(to);
        const expected = shared ? given[place] : began[at];
        assert.equal(transitions[at], expected, `${from} -> ${to}`);
      });
    });
  });

  it("keeps the rows of characters that the English one doesn't know", async () => {
    const network = geneTagger();
    const table = parametersOf(network).find(({ name }) => name === "characters/table");
    const width = table?.shape[1] as number;
    const row = (i: number) => [...(table?.values.subarray(i * width, (i + 1) * width) ?? [])];
    const gene = row(3);
    const letter = row(2);
    reuse(await openWeights(DEFAULT_TAGGER_MODEL), network, {
      blocks: ["characters"],
      vocabularies: { character: CHARACTERS },
    });
    assert.deepEqual(row(3), gene);
    assert.notDeepEqual(row(2), letter);
  });
});
