import { buildNetwork, loadEngine, randomStream, saveArtifact } from "@mltl/core";
import { vectorFiles } from "#text/features/vector-files.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import { TAG_TASK } from "#text/tag/tagger-model.js";

/**
 * Saves a tagger that has learnt nothing: it marks words by chance, the same ones every time. For
 * tests of what is around a model.
 */
export async function saveTinyTagger(folder: string): Promise<void> {
  await loadEngine();
  const labels = ["PER", "LOC", "ORG"];
  const alphabet = "abcdefghijklmnopqrstuvwxyz";
  const vectors = quantizeVectors(
    ["the", "in"],
    [
      [1, 0],
      [0, 1],
    ],
  );
  const network = buildNetwork(
    "bilstm-crf",
    { types: labels, vectorWidth: 2, alphabetSize: alphabet.length, units: 4, characterFilters: 4 },
    randomStream(1, "weights"),
  );
  const contents = {
    labels,
    preprocessing: { alphabet },
    data: [],
    files: vectorFiles(vectors),
  };
  const identity = {
    name: "tiny",
    title: "A tagger that has learnt nothing",
    task: TAG_TASK,
    seed: 1,
    licence: "MIT",
    lineage: { name: "tiny", from: [] },
    metrics: {},
  };
  await saveArtifact(folder, network, contents, identity, "# tiny\n");
}
