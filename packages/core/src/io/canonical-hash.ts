/**
 * Hashes of values that don't depend on the order in which their fields were written.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** SHA-256, in hexadecimal, over a value's JSON with the keys of every object sorted. */
export function canonicalHash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, sorted)).digest("hex");
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
