/**
 * The form of a result, as zod types and as JSON Schema.
 *
 * @module
 */
import { z } from "zod";

/** Name and version of the form, found in every record. */
export const SENTENCE_SCHEMA = "mltl.sentence/1";

const offset = z.int().nonnegative();

/** Where a name stands. */
const namedStretchSchema = z.strictObject({
  /** The kind of thing named, in the model's or a rule's words: `PER`, `LOC`, `ORG`. */
  type: z.string().min(1),
  start: offset.describe("UTF-16 units from the start of the input"),
  end: offset.describe("one past the last UTF-16 unit"),
  startCodePoint: offset.describe("Unicode code points from the start of the input"),
  endCodePoint: offset.describe("one past the last code point"),
  text: z.string().min(1).describe("what stands there: input.slice(start, end)"),
});
export type NamedStretch = z.infer<typeof namedStretchSchema>;

/** A named entity. */
export const entityRecordSchema = namedStretchSchema.extend({
  probability: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("the model's, of exactly this; null for what a rule found"),
  source: z.enum(["model", "gazetteer", "pattern"]).describe("what found it"),
});
export type EntityRecord = z.infer<typeof entityRecordSchema>;

/**
 * A sentence and its entities. An input that has no sentence (it is empty, or could not be read)
 * has one record with an empty text, so that every input is spoken of.
 */
export const sentenceRecordSchema = z.strictObject({
  schema: z.literal(SENTENCE_SCHEMA),
  path: z
    .string()
    .describe("the input: a file, FILE#ROW for a row of a table, - for standard input"),
  sentence: offset.describe(
    "number of the sentence in its input, from 0; of the line with --lines",
  ),
  start: offset.describe("UTF-16 units from the start of the input; a byte order mark counts"),
  end: offset.describe("one past the last UTF-16 unit"),
  text: z.string().describe("what stands there: input.slice(start, end)"),
  status: z.enum(["ok", "missing", "unreadable", "unsupported", "failed"]),
  reason: z.string().optional().describe("why the status isn't ok"),
  entities: z.array(entityRecordSchema),
  alternatives: z
    .array(
      z.strictObject({
        probability: z.number().min(0).max(1).describe("of this reading as a whole"),
        entities: z.array(namedStretchSchema),
      }),
    )
    .optional()
    .describe("the model's next readings, most probable first, with --alternatives"),
});
export type SentenceRecord = z.infer<typeof sentenceRecordSchema>;

/** What became of an input. */
export type TextStatus = SentenceRecord["status"];

/** {@link sentenceRecordSchema} as JSON Schema (draft 2020-12), the content of `schema/sentence-1.json`. */
export function sentenceJsonSchema(): object {
  return {
    $id: SENTENCE_SCHEMA,
    title: "A sentence and its named entities",
    ...z.toJSONSchema(sentenceRecordSchema),
  };
}
