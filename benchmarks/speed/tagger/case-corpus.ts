/**
 * A corpus for the length of a case, in a folder of its own.
 *
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeCorpus } from "./corpus.js";

/** Writes it, from `data` where there is one, and says where and what it is. */
export async function caseCorpus(data?: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "mltl-corpus-"));
  const file = path.join(folder, "corpus.json");
  const { source, train, words } = await writeCorpus(file, data);
  return {
    file,
    settings: { corpus: source, sentences: train.sentences.length, words: words.length },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
