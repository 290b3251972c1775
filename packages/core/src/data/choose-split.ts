/**
 * Which split of a data set is evaluated.
 *
 * @module
 */
import { MltlError } from "../errors.js";

const CALLED: Readonly<Record<string, string>> = { val: "dev", valid: "dev", validation: "dev" };

/**
 * The split that is meant: the one named (`val` is `dev`), else `test` where there is one, else the
 * only one.
 *
 * @throws MltlError `E_NOT_FOUND` naming the splits there are, `E_USAGE` where one has to be chosen
 */
export function chooseSplit(
  name: string,
  splits: readonly string[],
  wanted: string | undefined,
): string {
  const there = splits.join(", ");
  if (wanted !== undefined) {
    const found = [wanted, CALLED[wanted]].find((split) => splits.includes(split));
    if (found !== undefined) return found;
    throw new MltlError(
      "E_NOT_FOUND",
      `Data set '${name}' has no split '${wanted}'. Splits: ${there}`,
    );
  }
  if (splits.includes("test")) return "test";
  if (splits.length === 1) return splits[0];
  throw new MltlError(
    "E_USAGE",
    `Expected a split of '${name}', which has no test. Splits: ${there}`,
    {
      hint: `Name one: --split ${splits[0]}`,
    },
  );
}
