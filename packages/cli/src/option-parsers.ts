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

/** A stretch of time such as `90s`, `20m`, `1.5h` or `1h30m`, in seconds. */
export function timeSpan(value: string): number {
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
  if (seconds > 0 && parts.map(([part]) => part).join("") === value) return seconds;
  throw new InvalidArgumentError("Expected a time such as 90s, 20m or 1h30m.");
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

function decimal(value: string): number {
  return /^\d*\.?\d+$|^\d+\.$/.test(value.trim()) ? Number(value) : Number.NaN;
}
