/**
 * A plan's stage for the blocks of a network.
 *
 * @module
 */
import type { Block } from "../network/block.js";
import { selectBlocks } from "../network/select-blocks.js";
import type { ProgramStage } from "../program/training-program.js";
import { blockRates } from "./rate.js";
import type { Stage } from "./stage.js";

/**
 * Which blocks learn, each with its rate: what is fed to a step as `rate` is the schedule's factor.
 *
 * @throws MltlError `E_BAD_PLAN` for globs that match no block, or blocks without a rate
 */
export function resolveStage(stage: Stage, blocks: readonly Block[]): ProgramStage {
  const selected = selectBlocks(blocks, stage.train);
  const learning = blocks.filter((block) => selected.has(block));
  return {
    learning: blockRates(stage.rate, learning),
    optimizer: stage.optimizer,
    weightDecay: stage.weightDecay,
    clipNorm: stage.clipNorm,
    frozenNormalisation: stage.frozen.batchNorm,
    frozenDropout: stage.frozen.dropout === "on",
  };
}
