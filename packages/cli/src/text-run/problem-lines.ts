import { printable } from "@mltl/core";
import { number } from "../evaluation-output.js";

/** Problems that are shown one by one. */
const SHOWN = 5;

/** Places of data that could not be read as they stand: the first ones, and how many more there are. */
export function problemLines(
  problems: readonly { readonly path: string; readonly line?: number; readonly reason: string }[],
): string[] {
  const lines = problems
    .slice(0, SHOWN)
    .map(({ path, line, reason }) =>
      printable(`${path}${line === undefined ? "" : `:${line}`}: ${reason}`),
    );
  const more = problems.length - SHOWN;
  return more > 0
    ? [...lines, `${number(more)} more places could not be read as they stand`]
    : lines;
}
