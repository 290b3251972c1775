/**
 * Fields that can be written in several forms.
 *
 * @module
 */
import { z } from "zod";
import { sentenceOf } from "../schema-issues.js";

/** A schema that is chosen by what the value looks like, so that complaints are about one form. */
export function choice<T, In = T>(schemaFor: (value: unknown) => z.ZodType<T>): z.ZodType<T, In> {
  const checked = z.unknown().transform((value, context): T => {
    const result = schemaFor(value).safeParse(value, { error: sentenceOf });
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, code: "custom", input: value });
    }
    return z.NEVER;
  });
  return checked as z.ZodType<T, unknown> as z.ZodType<T, In>;
}

/** Lets `cosine` stand for `{ name: cosine }`. */
export function named<Out, In extends { name: string }>(
  schema: z.ZodType<Out, In>,
): z.ZodType<Out, In | In["name"]> {
  const whole = (value: unknown) => (typeof value === "string" ? { name: value } : value);
  return z.preprocess(whole, schema) as z.ZodType<Out, unknown> as z.ZodType<Out, In | In["name"]>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
