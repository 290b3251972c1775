/**
 * Data sets of tagged sentences by a manifest's name or by a path, whatever they look like.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import {
  type DataManifest,
  dataSetHash,
  didYouMean,
  MltlError,
  readDataManifests,
  requireData,
} from "@mltl/core";
import { TAG_TASK } from "../tag/tagger-model.js";
import { openTaggedPath } from "./open-tagged-path.js";
import type { ReadTaggedOptions } from "./read-tagged-file.js";
import { readTaggedSet, splitsOf } from "./read-tagged-set.js";
import {
  ALL,
  type AnnotatedSentence,
  type TaggedProblem,
  type TaggedSentences,
  type TypeMap,
  typesIn,
} from "./tagged-set.js";

/** How files at a path are read, where they don't say it themselves; sets with manifests do. */
export interface OpenTaggedOptions extends ReadTaggedOptions {
  /** Where data sets with manifests lie. */
  readonly dataRoot: string;
  /** Default: all types, as the set calls them. */
  readonly types?: TypeMap;
}

/** A data set of tagged sentences, of which any split can be read. */
export interface TaggedData {
  readonly name: string;
  /** As they are called here, in order. */
  readonly types: readonly string[];
  /** Whether those are what it is annotated with, rather than what happens to occur in it. */
  readonly declaresTypes: boolean;
  /** What its types are called by models of PER, LOC and ORG, where it has other names. */
  readonly commonTypes?: TypeMap;
  /** `all` alone where it comes without splits. */
  readonly splits: readonly string[];
  readonly hasOwnSplits: boolean;
  readonly licence: string;
  /** Over all files that are read: changes when any of them does. */
  readonly sha256: string;
  /** Whether a model trained on it may be passed on with the toolkit. */
  readonly ship: boolean;
  /** What was left out or read otherwise than it stands, and why. */
  readonly problems: readonly TaggedProblem[];
  /** @throws MltlError `E_NOT_FOUND` for a split that it doesn't have */
  read(split: string): Promise<TaggedSentences>;
}

/**
 * Opens a data set of tagged sentences.
 *
 * @param data - the name of a manifest, else a path: a file, a folder of files named for their splits
 *   (`train.conll`, `eng.testa`, ...), a folder with a folder for each split, a folder of files
 * @throws MltlError `E_NOT_FOUND` for neither name nor path, `E_BAD_DATA` naming file and line for
 *   what can't be read, `E_BAD_PLAN` for types that it doesn't have
 */
export async function openTagged(data: string, options: OpenTaggedOptions): Promise<TaggedData> {
  const { types } = options;
  const manifests = (await readDataManifests()).filter(({ task }) => task === TAG_TASK);
  const manifest = manifests.find(({ name }) => name === data);
  if (manifest) return withTypes(await openManifest(manifest, options), types);
  if (await stat(data).catch(() => undefined)) {
    return withTypes(await openPath(path.resolve(data), options), types);
  }
  const names = manifests.map(({ name }) => name);
  throw new MltlError(
    "E_NOT_FOUND",
    `No data set of tagged sentences and no path '${data}'${didYouMean(data, names) || `. Sets: ${names.join(", ")}`}`,
    { hint: "Give a set's name, a file of tagged sentences, or a folder of such files." },
  );
}

async function openManifest(
  manifest: DataManifest,
  { dataRoot, invalid }: OpenTaggedOptions,
): Promise<TaggedData> {
  requireData(dataRoot, manifest);
  const { name, licence, ship, labels, commonTypes } = manifest;
  const splits = splitsOf(manifest);
  const read = (split: string) => readTaggedSet(dataRoot, manifest, split, invalid);
  const types = labels ?? typesIn(await Promise.all(splits.map(read)));
  const sha256 = dataSetHash(manifest);
  return {
    name,
    types,
    declaresTypes: labels !== undefined,
    ...(commonTypes && { commonTypes }),
    splits,
    hasOwnSplits: true,
    licence,
    sha256,
    ship,
    problems: [],
    read,
  };
}

async function openPath(place: string, options: ReadTaggedOptions): Promise<TaggedData> {
  const { sets, problems, sha256 } = await openTaggedPath(place, options);
  const splits = [...sets.keys()];
  if ([...sets.values()].every(({ sentences }) => sentences.length === 0)) {
    const [first] = problems;
    const why = first && `${first.line === undefined ? "" : `line ${first.line}: `}${first.reason}`;
    throw new MltlError(
      "E_BAD_DATA",
      `Expected tagged sentences in ${place}, received none${why ? ` (${why})` : ""}`,
    );
  }
  return {
    name: path.basename(place),
    types: typesIn(sets.values()),
    declaresTypes: false,
    splits,
    hasOwnSplits: !sets.has(ALL),
    licence: "not stated",
    sha256,
    ship: false,
    problems,
    async read(split) {
      const found = sets.get(split);
      if (found) return found;
      throw new MltlError(
        "E_NOT_FOUND",
        `${place} has no split '${split}'. Splits: ${splits.join(", ")}`,
      );
    },
  };
}

function withTypes(data: TaggedData, map: TypeMap | undefined): TaggedData {
  if (map === undefined) return data;
  const stranger = Object.keys(map).find((type) => !data.types.includes(type));
  if (stranger !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Data set '${data.name}' has no type '${stranger}'. Types: ${data.types.join(", ")}`,
    );
  }
  const called = ({ words, spans }: AnnotatedSentence): AnnotatedSentence => ({
    words,
    spans: spans.flatMap((span) =>
      Object.hasOwn(map, span.type) ? { ...span, type: map[span.type] } : [],
    ),
  });
  return {
    ...data,
    types: [...new Set(Object.values(map))],
    declaresTypes: true,
    async read(split) {
      const { sentences, ...rest } = await data.read(split);
      return { ...rest, sentences: sentences.map(called) };
    },
  };
}
