/**
 * A data set of faces whose splits are used for something else than they are called.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import { z } from "zod";
import { ALL } from "./labelled-pictures.js";
import type { FaceData } from "./open-faces.js";

/** What a level's `data.use` may say: which of the set's splits is for what. */
export const useSchema = z.strictObject({
  train: z.string().min(1),
  /** Cut from `train` where left out. */
  dev: z.string().min(1).optional(),
  /** Cut from `train`, as of a set without splits, where `dev` and it are left out. */
  test: z.string().min(1).optional(),
});

export type SplitUse = z.infer<typeof useSchema>;

/**
 * The same faces under other splits: those named, by what they are for, and no others. With `train`
 * alone it is a set without splits.
 *
 * @throws MltlError `E_BAD_PLAN` for a split that the set doesn't have, or that is named twice
 */
export function useSplits(data: FaceData, use: SplitUse): FaceData {
  const chosen = Object.entries(use).filter(([, own]) => own !== undefined) as [string, string][];
  const own = chosen.map(([, split]) => split);
  const unknown = own.find((split) => !data.splits.includes(split));
  if (unknown !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected splits of ${data.name} for use, received '${unknown}'. Splits: ${data.splits.join(", ")}`,
    );
  }
  if (new Set(own).size < own.length) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected another split of ${data.name} for each use, received ${own.join(", ")}`,
    );
  }
  const whole = chosen.length === 1;
  const ownNames = new Map(whole ? [[ALL, use.train]] : chosen);
  return {
    ...data,
    splits: [...ownNames.keys()],
    hasOwnSplits: !whole,
    read: (split, options) => data.read(ownNames.get(split) ?? split, options),
  };
}
