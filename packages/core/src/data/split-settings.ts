/**
 * What a level may say of a set of its user's, be it faces or text: its contents, and how it is split.
 *
 * @module
 */
import { z } from "zod";
import { MltlError } from "../errors.js";

/** A share of a set, 0 to below 1, or the path of another set. */
export const shareOrPlaceSchema = z.union([z.number().min(0).lt(1), z.string().min(1)]);

/** One of so many parts of a set without splits is its test. */
export const foldsSchema = z
  .strictObject({
    count: z.number().int().min(2),
    /** Which part, from 1. */
    fold: z.number().int().min(1),
  })
  .refine(({ count, fold }) => fold <= count, "expected a fold up to count");

/** A set as a plan names it, and what it should hold. */
export interface PlannedContents {
  readonly set: string;
  /** What it holds, in the plural: `faces`. */
  readonly what: string;
  /** SHA-256 that the plan states; anything will do where left out. */
  readonly planned?: string;
  /** SHA-256 of what is there. */
  readonly found: string;
  /** The command that makes such plans: `mltl vision train`. */
  readonly command: string;
}

/** @throws MltlError `E_BAD_DATA` where the set holds other than what the plan was made for */
export function requirePlannedContents({
  set,
  what,
  planned,
  found,
  command,
}: PlannedContents): void {
  if (planned === undefined || planned === found) return;
  throw new MltlError(
    "E_BAD_DATA",
    `Expected the ${what} of ${set} that the plan was made for, received others: their SHA-256 is ${found.slice(0, 16)}, the plan's ${planned.slice(0, 16)}`,
    { hint: `Take the field sha256 out of the plan, or make a new plan with \`${command}\`.` },
  );
}
