/**
 * Globs over block names: `stem`, `body/*`, `**`.
 *
 * @module
 */
import picomatch from "picomatch";
import { MltlError } from "../errors.js";
import { didYouMean } from "../nearest-name.js";
import type { Block } from "./block.js";

/**
 * The blocks that any of the patterns names.
 *
 * @throws MltlError `E_BAD_PLAN` for a pattern that matches nothing, naming the nearest block and
 *   all there are
 */
export function selectBlocks(blocks: readonly Block[], patterns: readonly string[]): Set<Block> {
  const selected = new Set<Block>();
  for (const pattern of patterns) {
    const matches = picomatch(pattern);
    const matching = blocks.filter(({ name }) => matches(name));
    if (matching.length === 0) {
      const names = blocks.map(({ name }) => name);
      throw new MltlError("E_BAD_PLAN", unmatchedGlob("block", pattern, names));
    }
    for (const block of matching) selected.add(block);
  }
  return selected;
}

/** `No block matches 'boddy/*'; did you mean 'body/1'? Blocks: stem, body/1, body/2` */
export function unmatchedGlob(kind: string, pattern: string, names: readonly string[]): string {
  const whole = didYouMean(pattern, names);
  const hint = whole || didYouMean(pattern.replace(/\/\*+$/, ""), names);
  const plural = `${kind[0].toUpperCase()}${kind.slice(1)}s`;
  return `No ${kind} matches '${pattern}'${hint || "."} ${plural}: ${names.join(", ") || "none"}`;
}
