/**
 * Times wink-nlp on the sentences that all contenders share, as texts: it cuts them into tokens
 * itself. Its entities are dates, numbers, mentions and the like; it knows no names.
 * `node wink-nlp.js --corpus FILE --folder DIR --seconds N`
 *
 * @module
 */
import { parseArgs } from "node:util";
import { measure, reportOf } from "../measure.js";
import { readCorpus } from "../tagger/our-tagger.js";
import { requireFrom, WINK } from "./npm.js";

interface WinkNlp {
  readDoc(text: string): { entities(): { length(): number } };
}

const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: "" },
    folder: { type: "string", default: "" },
    seconds: { type: "string", default: "10" },
  },
});
const require = requireFrom(values.folder);
const model = require("wink-eng-lite-web-model") as object;
const winkNlp = require("wink-nlp") as (model: object, pipe: readonly string[]) => WinkNlp;
const nlp = winkNlp(model, ["sbd", "ner"]);
const { words, train } = readCorpus(values.corpus);
const sentences = train.sentences.map((sentence) => ({
  text: sentence.words.map((id) => words[id]).join(" "),
  tokens: sentence.words.length,
}));
const measured = measure((i) => {
  const { text, tokens } = sentences[i % sentences.length];
  nlp.readDoc(text).entities().length();
  return tokens;
}, Number(values.seconds));
reportOf(measured, { ...WINK, node: process.version }, {});
