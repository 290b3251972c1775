/**
 * A finished cell as a report needs it, and as it is kept in git: figures, hashes, cost, and of the
 * answers to each item no more than what they count. Neither text nor labels of items.
 *
 * @module
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import type { ExperimentCache } from "../experiment/cache.js";
import type { Cell } from "../experiment/cells.js";
import type { Experiment } from "../experiment/experiment.js";
import { type DataHashes, dataSetsOf } from "../experiment/level-key.js";
import {
  type CellResult,
  costSchema,
  figuresSchema,
  provenanceSchema,
} from "../experiment/records.js";
import { canonicalHash } from "../io/canonical-hash.js";
import type { ItemScore, SplitAnswers } from "../train/answers.js";
import { taskKind } from "../train/task.js";

const count = z.number().int().nonnegative();

/** What a split's answers count, unit by unit. */
const itemCountsSchema = z.strictObject({
  /** Whether a unit is one item or several that belong together: a person's faces, a document. */
  units: z.enum(["items", "groups"]),
  count,
  width: count,
  /** Of what is right: answers can be compared where it is the same. */
  gold: z.string(),
  /** [count, width], the numbers joined by commas, by gzip, in base64. */
  counts: z.string(),
});

export const keptResultSchema = z.strictObject({
  schema: z.literal("mltl.kept/1"),
  experiment: z.string(),
  id: z.string(),
  key: z.string(),
  plan: z.string(),
  data: z.string().optional(),
  fraction: z.number(),
  seed: z.number().int(),
  task: z.string(),
  /** SHA-256 of the plan with everything set but the seed; of data sets by name. */
  planHash: z.string(),
  dataHashes: z.record(z.string(), z.string()),
  /** By split and metric, fractions. */
  metrics: z.record(z.string(), figuresSchema),
  /** By split and metric. */
  items: z.record(z.string(), z.record(z.string(), itemCountsSchema)),
  parameters: count,
  learned: count.optional(),
  cost: costSchema,
  ranOn: provenanceSchema,
});

export type KeptResult = z.infer<typeof keptResultSchema>;
export type ItemCounts = z.infer<typeof itemCountsSchema>;

export interface KeepOptions {
  readonly cache: ExperimentCache;
  readonly dataHashes: DataHashes;
  /** Beside those of the experiment. */
  readonly metrics: readonly string[];
}

/** What is kept of a finished cell, on all its splits. */
export async function keptResult(
  experiment: Pick<Experiment, "name" | "metrics">,
  { levels, resolved }: Pick<Cell, "levels" | "resolved">,
  result: CellResult,
  { cache, dataHashes, metrics: more }: KeepOptions,
): Promise<KeptResult> {
  const { id, key, plan, data, fraction, seed, metrics, parameters, cost } = result;
  const last = resolved.levels[resolved.levels.length - 1];
  const answers = await cache.answers(levels[levels.length - 1].key);
  const wanted = new Set([...(experiment.metrics ?? [last.monitor]), ...more]);
  const kept: Pick<KeptResult, "metrics" | "items"> = { metrics: {}, items: {} };
  for (const [split, figures] of Object.entries(metrics)) {
    const names = [...wanted].filter((name) => name in figures);
    kept.metrics[split] = Object.fromEntries(names.map((name) => [name, figures[name]]));
    const counted = names.flatMap((name): [string, ItemCounts][] => {
      const own = answers?.splits[split];
      const score = taskKind(last.task).itemScore?.(name);
      const counts = own && score && split !== "dev" && countItems(own, score, figures[name]);
      return counts ? [[name, counts]] : [];
    });
    if (counted.length > 0) kept.items[split] = Object.fromEntries(counted);
  }
  const named = resolved.levels.flatMap((level) => dataSetsOf(level, dataHashes.keys()));
  const { learned, ranOn } = result.levels[result.levels.length - 1];
  return {
    schema: "mltl.kept/1",
    experiment: experiment.name,
    ...{ id, key, plan, ...(data !== undefined && { data }), fraction, seed, task: last.task },
    planHash: canonicalHash({ ...resolved, seed: undefined }),
    dataHashes: Object.fromEntries(
      [...new Set(named)].sort().map((name) => [name, dataHashes.get(name) as string]),
    ),
    ...kept,
    ...{ parameters, ...(learned !== undefined && { learned }), cost, ranOn },
  };
}

/** Answers that don't come to the figure, as those of another artifact would not, count for nothing. */
function countItems(
  { labels, groups, gold, predicted }: SplitAnswers,
  score: ItemScore,
  figure: number,
): ItemCounts | undefined {
  const items = gold.map((right, i) => score.counts(right, predicted[i], labels));
  const rows: number[][] = [];
  items.forEach((counts, i) => {
    const unit = groups?.[i] ?? i;
    const row = rows[unit];
    rows[unit] = row ? row.map((sum, j) => sum + counts[j]) : counts;
  });
  const width = rows[0]?.length ?? 0;
  const totals = new Float64Array(width);
  for (const row of rows)
    row.forEach((value, j) => {
      totals[j] += value;
    });
  if (rows.length === 0 || Math.abs(score.score(totals) - figure) > 1e-6) return undefined;
  return {
    units: groups ? "groups" : "items",
    ...{ count: rows.length, width, gold: canonicalHash({ gold, groups }) },
    counts: gzipSync(rows.join(), { level: 9 }).toString("base64"),
  };
}

/** The counts of each unit, [units][width]. */
export function unitCounts({ count, width, counts }: ItemCounts): number[][] {
  const numbers = gunzipSync(Buffer.from(counts, "base64")).toString("utf8").split(",").map(Number);
  return Array.from({ length: count }, (_, i) => numbers.slice(i * width, (i + 1) * width));
}
