/**
 * Parsers of option values that several commands share. Each refuses with what is allowed.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";

/** A fraction from 0 to 1, such as `0.5`. */
export function fraction(value: string): number {
  const number = decimal(value);
  if (number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError("Expected a number from 0 to 1.");
}

/** A whole number of at least 1. */
export function positiveInteger(value: string): number {
  const number = decimal(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("Expected a whole number of 1 or more.");
}

/** A whole number of at least 0. */
export function wholeNumber(value: string): number {
  const number = decimal(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("Expected a whole number of 0 or more.");
}

function decimal(value: string): number {
  return /^\d*\.?\d+$|^\d+\.$/.test(value.trim()) ? Number(value) : Number.NaN;
}
