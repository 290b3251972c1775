/**
 * Named entities in a page, with TensorFlow.js.
 *
 * @example
 * import * as tf from "@tensorflow/tfjs";
 * import { loadTagger } from "./tagger.js";
 *
 * const tag = await loadTagger(tf, "models/en");
 * const [spans] = await tag([["Ada", "Lovelace", "lived", "in", "London", "."]]);
 * // [{ type: "PER", start: 0, end: 2, probability: 0.97 }, ...]
 */
import { fromFloat16 } from "./mltl/core.js";
import { decodeSentence } from "./mltl/decode-sentence.js";
import { alphabet } from "./mltl/encode-characters.js";
import { encodeSentences } from "./mltl/encode-sentences.js";
import { gazetteerLists } from "./mltl/gazetteer-lists.js";
import { rowsOf } from "./mltl/vector-rows.js";
import { vocabulary } from "./mltl/vocabulary.js";
import { wordVectors } from "./mltl/word-vectors.js";

/**
 * @param tf - TensorFlow.js
 * @param folder - address of the exported folder
 * @returns a function from sentences, each a list of its words (none empty), to the entities of each
 */
export async function loadTagger(tf, folder) {
  const read = async (name) => {
    const response = await fetch(`${folder}/${name}`);
    if (!response.ok) throw new Error(`${response.url}: ${response.statusText}`);
    return response;
  };
  const json = (name) => read(name).then((response) => response.json());
  const [model, about, { tags, scores, reading }] = await Promise.all([
    tf.loadGraphModel(`${folder}/model.json`),
    json("about.json"),
    json("tagger.json"),
  ]);
  const { gazetteers } = about.preprocessing;
  const features = {
    reading,
    letters: alphabet(about.preprocessing.alphabet),
    gazetteers: gazetteers && (await readGazetteers(read, gazetteers)),
    vectors: "vectors" in about.inputs ? await readVectors(read) : undefined,
    vocabulary: "words" in about.inputs ? vocabulary(await json("vocabulary.json")) : undefined,
  };
  const decoding = toArrays(scores);
  return async (sentences) => {
    const { feeds } = encodeSentences(sentences, features);
    const inputs = Object.fromEntries(
      Object.entries(about.inputs).map(([name, { dtype }]) => {
        const { data, shape } = feeds[name];
        return [name, tf.tensor(data, shape, dtype)];
      }),
    );
    const output = await model.executeAsync(inputs);
    const emissions = await output.data();
    tf.dispose([output, inputs]);
    return sentences.map(({ length }, i) =>
      decodeSentence(emissions, i, sentences.length, length, tags, decoding),
    );
  };
}

function toArrays({ start, transitions, end }) {
  return {
    start: Float32Array.from(start),
    transitions: Float32Array.from(transitions),
    end: Float32Array.from(end),
  };
}

/** `gazetteers.tsv`: a phrase, a tab and its list on each line. */
async function readGazetteers(read, { lists, case: letters }) {
  const lines = (await (await read("gazetteers.tsv")).text()).trimEnd().split("\n");
  const phrases = lines.map((line) => line.split("\t"));
  return gazetteerLists(lists, phrases, letters);
}

/** `words.txt`, and `vectors.bin` in the safetensors layout. */
async function readVectors(read) {
  const words = (await (await read("words.txt")).text()).trimEnd().split("\n");
  const buffer = await (await read("vectors.bin")).arrayBuffer();
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const arrays = Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      const data = asArray[dtype](buffer.slice(8 + length + from, 8 + length + to));
      return [name, { shape, data }];
    },
  );
  return wordVectors(words, rowsOf(Object.fromEntries(arrays)));
}

const asArray = {
  I8: (bytes) => new Int8Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
  F16: (bytes) => fromFloat16(new Uint16Array(bytes)),
  F32: (bytes) => new Float32Array(bytes),
};
