/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`, which Node 22 warns about and
 * Node 23 took away.
 *
 * @module
 */
import { createRequire } from "node:module";

/**
 * Puts the two functions (back) in their place, without the deprecation warning.
 *
 * @param util - the module to mend; Node's own unless a test says otherwise
 */
export function shimNodeUtil(
  util: Record<string, unknown> = createRequire(import.meta.url)("node:util"),
): void {
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
