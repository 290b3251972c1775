/**
 * Values from outside against their schema, and what they do wrong in words.
 *
 * @module
 */
import type { z } from "zod";
import { type ErrorCode, MltlError } from "./errors.js";
import { didYouMean } from "./nearest-name.js";

/**
 * Checks a value and fills in defaults.
 *
 * @param subject - the sentence's beginning, e.g. `plan.yaml is not a plan`
 * @throws MltlError with every field that is wrong: `levels.0.stages.0.rate: expected a number,
 *   received 'fast'; levels.0: no field 'moniter'; did you mean 'monitor'?`
 */
export function checkedBy<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ErrorCode,
  subject: string,
  hint?: string,
): z.output<S> {
  const result = schema.safeParse(value, { error: sentenceOf });
  if (result.success) return result.data;
  throw new MltlError(code, `${subject}: ${schemaIssues(result.error)}`, { hint });
}

function schemaIssues({ issues }: Pick<z.ZodError, "issues">): string {
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
}

/** Zod's complaint in our words; undefined leaves it in zod's. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = fieldsOf(issue.inst);
      return issue.keys.map((key) => `no field '${key}'${didYouMean(key, known)}`).join("; ");
    }
    case "invalid_value":
      return oneOf(issue.values.map(String), issue.input);
    case "invalid_union": {
      const names = "options" in issue ? (issue.options as readonly unknown[]).map(String) : [];
      const key = "discriminator" in issue ? String(issue.discriminator) : "";
      return names.length === 0 ? undefined : oneOf(names, fieldOf(issue.input, key));
    }
    case "invalid_type": {
      const kind = KINDS[issue.expected] ?? issue.expected;
      return `expected ${kind}, received ${shown(issue.input)}`;
    }
    case "too_small":
      return `expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${counted(issue)}`;
    case "too_big":
      return `expected ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${counted(issue)}`;
  }
  return undefined;
}

const KINDS: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "fields",
  record: "fields",
  array: "a list",
};

function oneOf(names: readonly string[], received: unknown): string {
  const hint = typeof received === "string" ? didYouMean(received, names) : "";
  const expected = names.length === 1 ? names[0] : `one of ${names.join(", ")}`;
  return `expected ${expected}, received ${shown(received)}${hint}`;
}

function counted({ origin, input }: { origin: string; input?: unknown }): string {
  if (origin === "array") return " items";
  return origin === "string" ? " characters" : `, received ${shown(input)}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return `'${value}'`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "fields" : String(value);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : value;
}

function fieldsOf(schema: unknown): string[] {
  const { shape } = (schema as { _zod?: { def: { shape?: object } } } | undefined)?._zod?.def ?? {};
  return Object.keys(shape ?? {});
}
