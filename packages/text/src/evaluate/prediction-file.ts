/**
 * Files of what some tool found, in any form, for sentences whose labels are elsewhere.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { MltlError, type Span, sha256OfFile } from "@mltl/core";
import type { TaggedProblem, TypeMap } from "../data/tagged-set.js";
import type { TextDocument } from "../document/document.js";
import { openText } from "../formats/open-text.js";
import { readDocuments } from "../formats/read-documents.js";
import { SENTENCE_SCHEMA, type SentenceRecord } from "../schema.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import { type InvalidTags, tagsToSpans } from "../scheme/read-tags.js";
import type { EntityFinder } from "./entity-finder.js";
import type { GoldSplit } from "./gold-split.js";
import { LABEL_SEQUENCES_SCHEMA, sentenceHash } from "./label-sequences.js";
import { placeEntities } from "./place-entities.js";

/** How a file of predictions is read. */
export interface PredictionFileOptions {
  readonly scheme?: TagSchemeName;
  /** What becomes of tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
  /** The set's type -> what it is called there. */
  readonly types?: TypeMap;
}

/**
 * Reads what was found in these very sentences: a file of any form that is read elsewhere, what `mltl
 * text tag` wrote in JSON Lines or CoNLL, or label sequences of an earlier evaluation. Its text has to
 * be that of the sentences, whatever blanks stand between; its tokens may be others.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`, and `E_BAD_DATA` where it is of another text
 */
export async function predictionFinder(
  file: string,
  gold: Pick<GoldSplit, "sentences" | "data">,
  { types: given, ...options }: PredictionFileOptions = {},
): Promise<EntityFinder> {
  const { found, problems } = await readFound(file, gold, options);
  const name = path.basename(file);
  return {
    model: { name, title: `Predictions in ${name}`, sha256: await hashOf(file, found) },
    types: typesFor(found, gold.data, given),
    find: async () => ({ found, problems }),
  };
}

/**
 * The types of predictions: those that occur, those that are asked for, and those of the set that they
 * call no other name: of these, everything was missed.
 */
function typesFor(
  found: Found["found"],
  { types, commonTypes = {} }: GoldSplit["data"],
  given: TypeMap = {},
): string[] {
  const own = new Set(found.flatMap((spans) => spans.map(({ type }) => type)));
  for (const type of Object.values(given)) own.add(type);
  const missed = types.filter((type) => !own.has(type) && !own.has(commonTypes[type] ?? ""));
  return [...[...own].sort(), ...missed];
}

/** SHA-256 of a file; of a folder, of what it says. */
async function hashOf(file: string, found: Found["found"]): Promise<string> {
  if (!(await stat(file)).isDirectory()) return sha256OfFile(file);
  return createHash("sha256").update(JSON.stringify(found)).digest("hex");
}

interface Found {
  readonly found: readonly (readonly Span[])[];
  readonly problems: readonly TaggedProblem[];
}

async function readFound(
  file: string,
  gold: Pick<GoldSplit, "sentences" | "data">,
  options: PredictionFileOptions,
): Promise<Found> {
  const own = /\.ann$/.test(file) ? undefined : await ownRecords(file);
  if (own && schemaOf(own[0]) === LABEL_SEQUENCES_SCHEMA) {
    return { found: readSequences(own.slice(1) as SequenceLine[], file, gold), problems: [] };
  }
  const read = own
    ? { documents: documentsOf(own as SentenceRecord[]), problems: [] }
    : await readDocuments(file, options);
  const placed = placeEntities(read.documents, gold.sentences, { file, data: gold.data.name });
  return { found: placed.found, problems: [...read.problems, ...placed.problems] };
}

/** The records of a file that mltl wrote; nothing for other files. */
async function ownRecords(file: string): Promise<unknown[] | undefined> {
  const text = await openText(file).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return "";
    throw error;
  });
  if (!/^\{"schema":"mltl\.(label-sequences|sentence)\//.test(text)) return undefined;
  const records = text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch (error) {
      const message = `${file}, line ${i + 1}: expected JSON, received '${line.slice(0, 40)}'`;
      throw new MltlError("E_BAD_DATA", message, { cause: error });
    }
  });
  const schema = schemaOf(records[0]);
  return schema === LABEL_SEQUENCES_SCHEMA || schema === SENTENCE_SCHEMA ? records : undefined;
}

const schemaOf = (record: unknown) => (record as { schema?: unknown }).schema;

/** What `mltl text tag` wrote. */
function documentsOf(records: readonly SentenceRecord[]): TextDocument[] {
  return records.map(({ path: id, sentence, text, start, entities }) => ({
    id: `${id}, sentence ${sentence + 1}`,
    text,
    exactText: true,
    entities: entities.map((entity) => ({
      type: entity.type,
      start: entity.start - start,
      end: entity.end - start,
    })),
  }));
}

interface SequenceLine {
  readonly sha256: string;
  readonly predicted: string;
}

function readSequences(
  lines: readonly SequenceLine[],
  file: string,
  { sentences, data }: Pick<GoldSplit, "sentences" | "data">,
): Span[][] {
  const other = sentences.findIndex(({ words }, i) => lines[i]?.sha256 !== sentenceHash(words));
  if (other >= 0 || lines.length !== sentences.length) {
    const at = other >= 0 ? other : sentences.length;
    throw new MltlError(
      "E_BAD_DATA",
      `Expected label sequences of ${data.name} in ${file}, received those of other sentences from sentence ${at + 1} on`,
    );
  }
  return lines.map(({ predicted }) => tagsToSpans(predicted === "" ? [] : predicted.split(" ")));
}
