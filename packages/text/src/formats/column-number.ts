import { invalidArgument } from "@mltl/core";

/** The number of a column, from 1. */
export function checkedNumber(
  what: string,
  column: number | string | undefined,
): number | undefined {
  if (column === undefined) return undefined;
  const number = Number(column);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw invalidArgument(`the column of the ${what}`, "its number, from 1", column);
}
