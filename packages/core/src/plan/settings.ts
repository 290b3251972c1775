/**
 * What a plan says to a task or to a network, checked by those who take it.
 *
 * @module
 */
import type { z } from "zod";
import { checkedBy } from "../schema-issues.js";
import type { Level } from "./plan.js";

/**
 * A level's data as its task takes them.
 *
 * @throws MltlError `E_BAD_PLAN` naming each field that is wrong, and what may have been meant
 */
export function taskSettings<S extends z.ZodType>(schema: S, { name, task, data }: Level) {
  const subject = `Expected data that ${task} takes for level '${name}', received others`;
  return checkedBy(schema, data, "E_BAD_PLAN", subject);
}

/**
 * An architecture's options as its builder takes them.
 *
 * @throws MltlError `E_BAD_PLAN` naming each field that is wrong, and what may have been meant
 */
export function networkOptions<S extends z.ZodType>(
  schema: S,
  architecture: string,
  options: unknown,
) {
  const subject = `Expected options that ${architecture} takes, received others`;
  return checkedBy(schema, options, "E_BAD_PLAN", subject);
}
