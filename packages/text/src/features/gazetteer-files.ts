/**
 * Lists of phrases from files, and as a file of an artifact.
 *
 * @module
 */
import path from "node:path";
import type { GazetteerCase } from "../rules/canonical-phrase.js";
import { readGazetteer } from "../rules/read-gazetteer.js";
import { type GazetteerLists, gazetteerLists, type ListedPhrase } from "./gazetteer-lists.js";

/** The lists inside an artifact: `PHRASE<tab>LIST`, a line each. */
export const GAZETTEER_FILE = "gazetteers.tsv";

/** A file of phrases, and the list of those that name none. */
type PhraseFile = string | { readonly file: string; readonly list: string };

/**
 * Reads lists of phrases: what a phrase's type is in a gazetteer is here the name of its list.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`; `E_BAD_INPUT` with the lines that can't be read
 */
export async function readGazetteerLists(
  files: readonly PhraseFile[],
  letters: GazetteerCase,
): Promise<GazetteerLists> {
  const phrases = await readPhrases(files);
  return gazetteerLists([...new Set(phrases.map(([, list]) => list))], phrases, letters);
}

/** Reads the lists of an artifact. */
export async function readGazetteerFile(
  folder: string,
  names: readonly string[],
  letters: GazetteerCase,
): Promise<GazetteerLists> {
  return gazetteerLists(names, await readPhrases([path.join(folder, GAZETTEER_FILE)]), letters);
}

async function readPhrases(files: readonly PhraseFile[]): Promise<ListedPhrase[]> {
  const phrases: ListedPhrase[] = [];
  const add = (phrase: string, list: string) => {
    phrases.push([phrase.trim().replace(/\s+/g, " "), list]);
    return list;
  };
  for (const given of files) {
    if (typeof given === "string") await readGazetteer(given, { add });
    else await readGazetteer(given.file, { add }, given.list);
  }
  return phrases;
}

/** The lists as a file of an artifact. */
export function gazetteerFile({ phrases }: GazetteerLists): [name: string, text: string] {
  return [GAZETTEER_FILE, phrases.map(([phrase, list]) => `${phrase}\t${list}\n`).join("")];
}
