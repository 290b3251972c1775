/**
 * Globs over block names: `stem`, `body/*`, `**`.
 *
 * @module
 */
import picomatch from "picomatch";
import { MltlError } from "../errors.js";
import type { Block } from "./block.js";

/**
 * The blocks that any of the patterns names.
 *
 * @throws MltlError `E_BAD_PLAN` for a pattern that matches nothing, naming the blocks there are
 */
export function selectBlocks(blocks: readonly Block[], patterns: readonly string[]): Set<Block> {
  const selected = new Set<Block>();
  for (const pattern of patterns) {
    const matches = picomatch(pattern);
    const matching = blocks.filter(({ name }) => matches(name));
    if (matching.length === 0) {
      const names = blocks.map(({ name }) => name).join(", ");
      throw new MltlError("E_BAD_PLAN", `No block matches '${pattern}'. Blocks: ${names}`);
    }
    for (const block of matching) selected.add(block);
  }
  return selected;
}
