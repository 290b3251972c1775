/**
 * Taggers for TensorFlow.js: the model gives emissions; features, CRF and decoder go with it.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { browserModules, registerExporter } from "@mltl/core";
import { encodeSentences } from "../features/encode-sentences.js";
import { VECTOR_FILES } from "../features/vector-files.js";
import type { TaggerNetwork } from "../network/bilstm-crf.js";
import { TAG_TASK, wordFeatures } from "./tagger-model.js";

const BROWSER_MODULE = new URL("../../browser/tagger.js", import.meta.url);
const MODULES = [
  "../features/casing.js",
  "../features/encode-characters.js",
  "../features/encode-sentences.js",
  "../features/vocabulary.js",
  "../features/word-vectors.js",
  "../scheme/tag-scheme.js",
  "./decode-sentence.js",
].map((module) => new URL(module, import.meta.url));

const EXAMPLE = ["Ada Lovelace lived in London .", "Hello , Dr . Smith of ACME-3 !"];

registerExporter(TAG_TASK, async (artifact, folder) => {
  const { network } = artifact;
  const { tags, mask, crf } = network as TaggerNetwork;
  const features = await wordFeatures(artifact, folder);
  const sentences = EXAMPLE.map((sentence) => sentence.split(" "));
  const { feeds } = encodeSentences(sentences, features);
  const names = Object.keys(network.inputs);
  const scores = {
    start: crf.start.values,
    transitions: crf.transitions.values,
    end: crf.end.values,
  };
  const files = new Map<string, string | Uint8Array>([
    ["tagger.js", await readFile(BROWSER_MODULE, "utf8")],
    ["crf.json", JSON.stringify({ tags, scores: toLists(scores), mask: toLists(mask) })],
    ...(await browserModules(MODULES, "mltl")),
  ]);
  if (features.vocabulary) {
    files.set("vocabulary.json", JSON.stringify(features.vocabulary.words));
  }
  if (features.vectors) {
    for (const name of Object.values(VECTOR_FILES)) {
      files.set(name, await readFile(path.join(folder, name)));
    }
  }
  return {
    prediction: network,
    output: "emissions",
    example: Object.fromEntries(names.map((name) => [name, feeds[name]])),
    files,
  };
});

function toLists(scores: TaggerNetwork["mask"]) {
  return {
    start: [...scores.start],
    transitions: [...scores.transitions],
    end: [...scores.end],
  };
}
