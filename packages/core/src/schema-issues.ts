/**
 * What a value does wrong, in one line.
 *
 * @module
 */
import type { z } from "zod";

/** `levels.0.stages.0.rate: Invalid input: expected number, received string; ...` */
export function schemaIssues({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
}
