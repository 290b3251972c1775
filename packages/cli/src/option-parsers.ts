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

/** Types by name, `PER,LOC`, each called what it is or something else: `person=PER,location=LOC`. */
export function typeMap(value: string): Record<string, string> {
  const pairs = value.split(",").map((part) => part.split("=").map((name) => name.trim()));
  if (pairs.every((pair) => pair.length <= 2 && pair.every((name) => name !== ""))) {
    return Object.fromEntries(pairs.map(([type, name = type]) => [type, name]));
  }
  throw new InvalidArgumentError(
    "Expected names of types such as PER,LOC or person=PER,group=ORG.",
  );
}

/** Two columns, from 1, such as `2,3`. */
export function columnPair(value: string): { gold: number; predicted: number } {
  const [gold, predicted, ...more] = value.split(",").map(decimal);
  const isColumn = (number: number) => Number.isSafeInteger(number) && number >= 1;
  if (isColumn(gold) && isColumn(predicted) && more.length === 0) return { gold, predicted };
  throw new InvalidArgumentError("Expected two columns, gold and predicted, such as 2,3.");
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

function decimal(value: string): number {
  return /^\d*\.?\d+$|^\d+\.$/.test(value.trim()) ? Number(value) : Number.NaN;
}
