/**
 * Lists of phrases from files, and as a file of an artifact.
 *
 * @module
 */
import path from "node:path";
import type { GazetteerCase } from "../rules/canonical-phrase.js";
import { readGazetteer } from "../rules/read-gazetteer.js";
import { parseGazetteer } from "../rules/rules.js";
import { type GazetteerLists, gazetteerLists, type ListedPhrase } from "./gazetteer-lists.js";

/** The lists inside an artifact: `PHRASE<tab>LIST`, a line each. */
export const GAZETTEER_FILE = "gazetteers.tsv";

/**
 * Reads lists of phrases: what a phrase's type is in a gazetteer is here the name of its list.
 *
 * @param files - `FILE`, or `FILE:LIST` for phrases that name none
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`; `E_BAD_INPUT` with the lines that can't be read
 */
export async function readGazetteerLists(
  files: readonly string[],
  letters: GazetteerCase,
): Promise<GazetteerLists> {
  const phrases: ListedPhrase[] = [];
  const add = (phrase: string, list: string) => {
    phrases.push([phrase.trim().replace(/\s+/g, " "), list]);
    return list;
  };
  for (const given of files) {
    const { file, type } = parseGazetteer(given);
    await readGazetteer(file, { add }, type);
  }
  return gazetteerLists([...new Set(phrases.map(([, list]) => list))], phrases, letters);
}

/** Reads the lists of an artifact. */
export async function readGazetteerFile(
  folder: string,
  names: readonly string[],
  letters: GazetteerCase,
): Promise<GazetteerLists> {
  const { phrases } = await readGazetteerLists([path.join(folder, GAZETTEER_FILE)], letters);
  return gazetteerLists(names, phrases, letters);
}

/** The lists as a file of an artifact. */
export function gazetteerFile({ phrases }: GazetteerLists): [name: string, text: string] {
  return [GAZETTEER_FILE, phrases.map(([phrase, list]) => `${phrase}\t${list}\n`).join("")];
}
