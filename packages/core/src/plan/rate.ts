/**
 * Learning rates of a stage, block by block.
 *
 * @module
 */
import picomatch from "picomatch";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { nearestName } from "../nearest-name.js";
import type { Block } from "../network/block.js";
import { unmatchedGlob } from "../network/select-blocks.js";
import { choice, isRecord } from "./forms.js";

const rate = z.number().positive();

const layerDecaySchema = z.strictObject({
  /** The last learning block's. */
  rate,
  /** What each block's rate is of that of the block after it. */
  layerDecay: z.number().positive().max(1),
});

/** Rates of the first and the last learning block. */
const sliceSchema = z.strictObject({ slice: z.tuple([rate, rate]) });

const byGlobSchema = z.record(z.string().min(1), rate);

/**
 * One rate for all; `{ rate, layerDecay }`; `{ slice: [first, last] }`; or rates by globs over block
 * names, of which a later one overrides an earlier one.
 */
export type Rate =
  | number
  | z.infer<typeof layerDecaySchema>
  | z.infer<typeof sliceSchema>
  | z.infer<typeof byGlobSchema>;

export const rateSchema = choice<Rate>((value) => {
  if (!isRecord(value)) return rate;
  const keys = Object.keys(value);
  const has = (name: string) => keys.some((key) => nearestName(key, [name]) === name);
  if (has("layerDecay")) return layerDecaySchema;
  return has("slice") ? sliceSchema : byGlobSchema;
});

/**
 * The rate of each learning block.
 *
 * @param blocks - in the network's order
 * @throws MltlError `E_BAD_PLAN` for a glob without a block or a block without a rate
 */
export function blockRates(rate: Rate, blocks: readonly Block[]): Map<Block, number> {
  if (typeof rate === "number") return new Map(blocks.map((block) => [block, rate]));
  const last = blocks.length - 1;
  if (isLayerDecay(rate)) {
    return new Map(blocks.map((block, i) => [block, rate.rate * rate.layerDecay ** (last - i)]));
  }
  return isSlice(rate) ? spread(rate.slice, blocks) : byGlob(rate, blocks);
}

/** The highest rate that any block can get. */
export function topRate(rate: Rate): number {
  if (typeof rate === "number") return rate;
  if (isLayerDecay(rate)) return rate.rate;
  return Math.max(...(isSlice(rate) ? rate.slice : Object.values(rate)));
}

function isLayerDecay(rate: Exclude<Rate, number>): rate is z.infer<typeof layerDecaySchema> {
  return "layerDecay" in rate;
}

function isSlice(rate: Exclude<Rate, number>): rate is z.infer<typeof sliceSchema> {
  return "slice" in rate && Array.isArray(rate.slice);
}

/** In equal ratios, as fastai's `even_mults`; a single block gets the last rate. */
function spread([first, last]: readonly [number, number], blocks: readonly Block[]) {
  if (blocks.length === 1) return new Map([[blocks[0], last]]);
  const ratio = (last / first) ** (1 / (blocks.length - 1));
  return new Map(blocks.map((block, i) => [block, first * ratio ** i]));
}

function byGlob(rates: Readonly<Record<string, number>>, blocks: readonly Block[]) {
  const found = new Map<Block, number>();
  for (const [glob, value] of Object.entries(rates)) {
    const matches = picomatch(glob);
    const matching = blocks.filter(({ name }) => matches(name));
    if (matching.length === 0) {
      const names = blocks.map(({ name }) => name);
      throw new MltlError("E_BAD_PLAN", `rate: ${unmatchedGlob("learning block", glob, names)}`);
    }
    for (const block of matching) found.set(block, value);
  }
  const forgotten = blocks.find((block) => !found.has(block));
  if (forgotten) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected a rate for every learning block, received none for '${forgotten.name}'`,
      { hint: "Start with '**' for the rest; later globs override it." },
    );
  }
  return new Map(blocks.map((block) => [block, found.get(block) as number]));
}
