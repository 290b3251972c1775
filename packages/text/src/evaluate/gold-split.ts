/**
 * The labelled sentences that something is scored on.
 *
 * @module
 */
import { chooseSplit, MltlError } from "@mltl/core";
import { openTagged, type TaggedData } from "../data/open-tagged.js";
import type { AnnotatedSentence, TypeMap } from "../data/tagged-set.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { renameSpans } from "./join-types.js";

/** Which sentences are meant, and how they are read. */
export interface GoldOptions {
  /** Name of a data set, or a path: a file of any form, a folder of train, dev and test. */
  readonly data: string;
  /** Where data sets with manifests lie. */
  readonly dataRoot: string;
  /** Default: `test` where there is one, else the only one. */
  readonly split?: string;
  /** The set's type -> what it is called by what is scored. Default: by name, else as the set's manifest says. */
  readonly types?: TypeMap;
  /** Scheme of a file's tags. Default: the one that they are in. */
  readonly scheme?: TagSchemeName;
  /** What becomes of a file's tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
}

/** A split with its labels. */
export interface GoldSplit {
  readonly data: TaggedData;
  readonly split: string;
  readonly sentences: readonly AnnotatedSentence[];
  readonly documents?: readonly number[];
}

/** What a report says of it. */
export interface GoldIdentity {
  readonly name: string;
  /** Absent for a file of gold and predicted tags. */
  readonly split?: string;
  readonly licence: string;
  readonly sha256: string;
  /** Places of the data that could not be read as they stand. */
  readonly problems: number;
}

/** @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for no sentences or what can't be read */
export async function openGold(options: GoldOptions): Promise<GoldSplit> {
  const { dataRoot, scheme, invalid } = options;
  const data = await openTagged(options.data, { dataRoot, scheme, invalid });
  const split = chooseSplit(data.name, data.splits, options.split);
  const { sentences, documents } = await data.read(split);
  if (sentences.length > 0) return { data, split, sentences, documents };
  throw new MltlError("E_BAD_DATA", `Expected sentences in ${data.name}, ${split}, received none`);
}

/** The split as reports name it. */
export function goldIdentity({ data, split }: GoldSplit): GoldIdentity {
  const { name, licence, sha256, problems } = data;
  return { name, split, licence, sha256, problems: problems.length };
}

/** The train split, where there is one and it isn't what is scored, its types as they are scored. */
export async function trainBeside(
  { data, split }: GoldSplit,
  map: TypeMap,
): Promise<readonly AnnotatedSentence[] | undefined> {
  if (split === "train" || !data.splits.includes("train")) return undefined;
  const { sentences } = await data.read("train");
  return sentences.map(({ words, spans }) => ({ words, spans: renameSpans(spans, map) }));
}
