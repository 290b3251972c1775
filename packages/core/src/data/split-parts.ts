/**
 * The parts of a set that a level learns from, chooses on and is tested on, be it faces or text: its
 * own splits, or what it is cut into.
 *
 * @module
 */
import { MltlError } from "../errors.js";

/** What may be said of how a set is split. */
export interface SplitSettings {
  readonly split: {
    /** A share, or the path of another set. */
    readonly dev: number | string;
    readonly test: number | string;
  };
  readonly folds?: { readonly count: number; readonly fold: number };
}

/** How sets of one kind are split. */
export interface Splitter<Part> {
  split(
    set: Part,
    shares: { readonly dev: number; readonly test: number },
  ): { readonly train: Part; readonly dev: Part; readonly test: Part };
  folds(set: Part, count: number): readonly { readonly train: Part; readonly test: Part }[];
  /** All of the set at another place. */
  other(place: string): Promise<Part>;
}

/** How a set was split, for the model's manifest. */
export type HowSplit = Readonly<Record<string, unknown>>;

/** A set that comes without splits in three parts; of folds, one of them is the test. */
export async function cutParts<Part>(
  all: Part,
  { split, folds }: SplitSettings,
  splitter: Splitter<Part>,
): Promise<{ train: Part; dev: Part; test: Part; how: HowSplit }> {
  const fold = folds && splitter.folds(all, folds.count)[folds.fold - 1];
  const cut = splitter.split(fold?.train ?? all, {
    dev: shareOf(split.dev),
    test: fold ? 0 : shareOf(split.test),
  });
  const { dev, test } = split;
  const tested = typeof test === "string" ? await splitter.other(test) : cut.test;
  return {
    train: cut.train,
    dev: typeof dev === "string" ? await splitter.other(dev) : cut.dev,
    test: fold?.test ?? tested,
    how: { dev, ...(folds ? { folds: folds.count, fold: folds.fold } : { test }) },
  };
}

/**
 * What a set that comes with splits has to learn from and to choose on: the set that is named,
 * else its own dev, else a share of its train split.
 */
export async function trainAndDev<Part>(
  own: { readonly train: Part; readonly dev?: Part },
  { split }: SplitSettings,
  splitter: Splitter<Part>,
): Promise<{ train: Part; dev: Part; how?: HowSplit }> {
  const { train, dev } = own;
  if (typeof split.dev === "string") return { train, dev: await splitter.other(split.dev) };
  if (dev !== undefined) return { train, dev };
  const cut = splitter.split(train, { dev: split.dev, test: 0 });
  return { train: cut.train, dev: cut.dev, how: { dev: split.dev } };
}

/**
 * Refuses folds of a set that comes with splits.
 *
 * @throws MltlError `E_BAD_PLAN`
 */
export function requireNoFolds(
  { name, splits }: { readonly name: string; readonly splits: readonly string[] },
  { folds }: Pick<SplitSettings, "folds">,
): void {
  if (folds === undefined) return;
  throw new MltlError(
    "E_BAD_PLAN",
    `Expected a set without splits for folds, received ${name} with ${splits.join(", ")}`,
  );
}

function shareOf(value: number | string): number {
  return typeof value === "number" ? value : 0;
}
