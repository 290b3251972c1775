/**
 * What a trained model answers to each item of a split: kept beside its figures, so that models can be
 * compared item by item and scored anew without being run again. Numbers only: neither text nor pixels.
 *
 * @module
 */
import { z } from "zod";
import type { Statistic } from "../metrics/count-rows.js";

const whole = z.number().int().nonnegative();

const answerSchema = z.union([whole, z.array(whole)]);

/** A class, or start, end and type of one span after the other. Classes and types are numbers of labels. */
export type Answer = z.infer<typeof answerSchema>;

/** Answers to the items of one split. */
export const splitAnswersSchema = z.strictObject({
  labels: z.array(z.string()),
  /** A number for each item: what it shares with items that aren't independent of it, such as a person or a document. */
  groups: z.array(whole).optional(),
  /** What is right, of each item in order. */
  gold: z.array(answerSchema),
  predicted: z.array(answerSchema),
});

export type SplitAnswers = z.infer<typeof splitAnswersSchema>;

/** A figure as a function of sums over items. */
export interface ItemScore {
  /** What one item adds; as many numbers for every item. */
  counts(gold: Answer, predicted: Answer, labels: readonly string[]): number[];
  /** The figure, from the sums. */
  readonly score: Statistic;
}

/** Names as numbers, in the order in which they first occur. */
export function numbered(names: Iterable<unknown>): number[] {
  const known = new Map<unknown, number>();
  return Array.from(names, (name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
}
