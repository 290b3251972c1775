/**
 * Where weights come from: the tree of levels behind a model.
 *
 * @module
 */
import { z } from "zod";

const reuseSummarySchema = z.strictObject({
  /** Parameters taken over as they were, fitted, left as they were, and of the source left over. */
  matched: z.number().int(),
  adapted: z.number().int(),
  skipped: z.number().int(),
  unused: z.number().int(),
  /** Numbers that were taken over, of all numbers of the network. */
  reused: z.number().int(),
  numbers: z.number().int(),
});

/** What became of the parameters when one network took over another's, in counts. */
export type ReuseSummary = z.infer<typeof reuseSummarySchema>;

/** A level, or weights of others, with what it began from. */
export interface Lineage {
  /** The level's name; of others' weights, the file's or the network's. */
  readonly name: string;
  /** What it learned; absent for others' weights. */
  readonly task?: string;
  /** The artifact that the level ended in. */
  readonly artifact?: string;
  /** The form of others' weights, e.g. `tfjs-layers`. */
  readonly format?: string;
  /** SHA-256 of the weights that were taken over. */
  readonly sha256?: string;
  /** What it began from; empty where it began from scratch. */
  readonly from: readonly LineageStep[];
}

/** One source that a level began from. */
export interface LineageStep {
  readonly source: Lineage;
  readonly reuse?: ReuseSummary;
}

const treeSchema: z.ZodType<Lineage> = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    task: z.string().optional(),
    artifact: z.string().optional(),
    format: z.string().optional(),
    sha256: z.string().optional(),
    from: z.array(z.strictObject({ source: treeSchema, reuse: reuseSummarySchema.optional() })),
  }),
);

/** A tree, or the names of a chain's levels, first to last. */
export const lineageSchema: z.ZodType<Lineage> = z.union([
  treeSchema,
  z.array(z.string()).min(1).transform(chain),
]);

function chain(names: readonly string[]): Lineage {
  const [first, ...rest] = names;
  return rest.reduce<Lineage>((source, name) => ({ name, from: [{ source }] }), {
    name: first,
    from: [],
  });
}

/**
 * The tree in lines, the model first and what it began from below it:
 *
 * ```
 * target (vision/classify)
 * └─ wild (vision/classify, wild-model, 4f2a91c0): 1,234 of 2,000 numbers taken over; parameters: ...
 *    └─ posed (vision/classify, posed-model, 99ab12f4)
 * ```
 */
export function formatLineage(lineage: Lineage): string {
  return `${treeLines({ source: lineage }).join("\n")}\n`;
}

function treeLines({ source, reuse }: LineageStep): string[] {
  const { name, task, artifact, format, sha256, from } = source;
  const facts = [task, artifact, format, sha256?.slice(0, 8)].filter((fact) => fact !== undefined);
  const line = facts.length > 0 ? `${name} (${facts.join(", ")})` : name;
  const below = from.flatMap((step, i) => {
    const last = i === from.length - 1;
    return treeLines(step).map((text, j) =>
      j === 0 ? `${last ? "└─" : "├─"} ${text}` : `${last ? "  " : "│ "} ${text}`,
    );
  });
  return [reuse ? `${line}: ${summaryText(reuse)}` : line, ...below];
}

/** `687,000 of 687,527 numbers taken over; 50 parameters matched, 2 adapted, 1 skipped, 3 unused` */
export function summaryText(summary: ReuseSummary): string {
  const { matched, adapted, skipped, unused, reused, numbers } = summary;
  const count = (value: number) => value.toLocaleString("en");
  return (
    `${count(reused)} of ${count(numbers)} numbers taken over; ` +
    `parameters: ${matched} matched, ${adapted} adapted, ${skipped} skipped, ${unused} unused`
  );
}
