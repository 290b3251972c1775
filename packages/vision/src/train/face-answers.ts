/**
 * What a classifier answers to each face, and how figures are sums over faces.
 *
 * @module
 */
import { type Answer, type ItemScore, numbered, type SplitAnswers } from "@mltl/core";
import { groupsIn } from "../data/face-groups.js";
import type { FaceSet } from "../data/face-set.js";
import type { FaceScores } from "../evaluate/score-faces.js";

/**
 * Answers of scored faces, with the groups that a split keeps together where there are any.
 *
 * @param groupBy - as in {@link groupsIn}
 */
export function faceAnswers(
  { labels, rows, gold, predicted }: FaceScores,
  set: FaceSet,
  groupBy?: string,
): SplitAnswers {
  const groups = groupsIn(set, groupBy);
  return {
    labels: [...labels],
    ...(groups && { groups: numbered(Array.from(rows, (row) => groups[row])) }),
    gold: [...gold],
    predicted: [...predicted],
  };
}

/** Of each class, faces told right and faces there are. */
function countsOfClasses(gold: Answer, predicted: Answer, labels: readonly string[]): number[] {
  return labels.flatMap((_, i) => [gold === i && predicted === i ? 1 : 0, gold === i ? 1 : 0]);
}

const SCORES: Readonly<Record<string, ItemScore>> = {
  accuracy: {
    counts: (gold, predicted) => [gold === predicted ? 1 : 0, 1],
    score: ([right, all]) => right / all,
  },
  balancedAccuracy: {
    counts: countsOfClasses,
    score(totals) {
      const recalls: number[] = [];
      for (let i = 0; i < totals.length; i += 2) {
        if (totals[i + 1] > 0) recalls.push(totals[i] / totals[i + 1]);
      }
      return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
    },
  },
  macroF1: {
    counts: (gold, predicted, labels) =>
      labels.flatMap((_, i) => [
        gold === i && predicted === i ? 1 : 0,
        (gold === i ? 1 : 0) + (predicted === i ? 1 : 0),
      ]),
    score(totals) {
      const scores: number[] = [];
      for (let i = 0; i < totals.length; i += 2) {
        if (totals[i + 1] > 0) scores.push((2 * totals[i]) / totals[i + 1]);
      }
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    },
  },
};

/** How a figure of faces is a sum over faces: accuracy, balanced accuracy, macro-F1. */
export function faceItemScore(metric: string): ItemScore | undefined {
  return Object.hasOwn(SCORES, metric) ? SCORES[metric] : undefined;
}
