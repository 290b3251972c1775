/**
 * Fields that can be written in several forms.
 *
 * @module
 */
import { z } from "zod";
import { sentenceOf } from "../schema-issues.js";

/** A schema that is chosen by what the value looks like, so that complaints are about one form. */
export function choice<T>(schemaFor: (value: unknown) => z.ZodType<T>) {
  return z.unknown().transform((value, context): T => {
    const result = schemaFor(value).safeParse(value, { error: sentenceOf });
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, code: "custom", input: value });
    }
    return z.NEVER;
  });
}

/** Lets `cosine` stand for `{ name: cosine }`. */
export function named<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (typeof value === "string" ? { name: value } : value), schema);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
