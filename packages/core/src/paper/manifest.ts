/**
 * A paper as data: what it claims and publishes, and which experiments of ours stand beside that.
 *
 * @module
 */
import { z } from "zod";
import { lowerIsBetter } from "../metrics/figure.js";
import { readPlanFile } from "../plan/plan.js";
import { checkedBy } from "../schema-issues.js";

const text = z.string().trim().min(1);
/** Tables are in percent, and more is better. */
const metric = text.refine((name) => !lowerIsBetter(name), {
  error: "expected a figure that is a fraction, such as f1 or accuracy",
});
const fraction = z.number().gt(0).max(1);

/** Where a figure that isn't ours is from: read there, remembered, computed here, or not known. */
export const MARKS = ["found", "recalled", "measured", "unknown"] as const;

/** What our data are to the paper's. */
export const DATA_KINDS = ["exact", "reduced", "other"] as const;

const publishedSchema = z.strictObject({
  /** What reached it, where that is no row of the table. */
  title: text.optional(),
  /** A row and a column of the table, for a figure that stands beside ours. */
  row: text.optional(),
  column: text.optional(),
  /** A fraction; left out where it is unknown. */
  value: z.number().min(0).max(1).optional(),
  sd: z.number().nonnegative().optional(),
  /** Trainings that it is the mean of. */
  n: z.number().int().positive().optional(),
  /** Page, table or source. */
  where: text,
  mark: z.enum(MARKS),
  note: text.optional(),
});

const rowSchema = z.strictObject({
  /** Unique in the table; the plan's name where `plan` is left out. */
  name: text,
  title: text.optional(),
  experiment: text.optional(),
  plan: text.optional(),
});

const columnSchema = z.strictObject({
  /** Unique in the table; the data's name where `data` is left out and the experiment names data. */
  name: text,
  title: text.optional(),
  experiment: text.optional(),
  /** Several are parts of one whole, such as folds: their mean is the figure. */
  data: z.union([text, z.array(text).min(1)]).optional(),
  /** Of the last level, as in its results: `test`, `test wnut17`. */
  split: text.default("test"),
  metric: metric.optional(),
  fraction: fraction.default(1),
});

const ruleSchema = z.strictObject({
  /** Most that Holm's p may be. */
  alpha: z.number().gt(0).lt(1).default(0.05),
  /** Coverage of the intervals. */
  level: z.number().gt(0).lt(1).default(0.95),
  /** Fewest seeds that both sides need. */
  seeds: z.number().int().min(2).default(3),
});

const tableSchema = z.strictObject({
  /** Unique in the paper: `faces`. */
  name: text,
  title: text,
  /** Splits, what dev chooses, seeds, what differs between the rows. */
  protocol: text,
  data: z.strictObject({ kind: z.enum(DATA_KINDS), note: text }),
  /** Of rows and columns that name no other. */
  experiment: text.optional(),
  metric,
  rows: z.array(rowSchema).min(1),
  columns: z.array(columnSchema).min(1),
  published: z.array(publishedSchema).default([]),
  /** The first less the second, in every column that has both. */
  comparisons: z
    .array(z.strictObject({ first: text, second: text, columns: z.array(text).min(1).optional() }))
    .default([]),
  rule: ruleSchema.prefault({}),
});

const panelSchema = {
  title: text,
  experiment: text,
  data: text.optional(),
  split: text.default("test"),
  metric,
};

const curveSchema = z.strictObject({
  kind: z.literal("curve"),
  title: text,
  /** Each over the fractions of its experiment. */
  panels: z
    .array(z.strictObject({ ...panelSchema, plans: z.array(text).min(1).optional() }))
    .min(1),
});

const freezeSchema = z.strictObject({
  kind: z.literal("freeze"),
  title: text,
  panels: z
    .array(
      z
        .strictObject({
          ...panelSchema,
          fractions: z.array(fraction).min(1).default([1]),
          /** How many blocks each point takes over, in ascending order. */
          reused: z.array(z.number().int().nonnegative()).min(2),
          /** What is done with them: a plan for each point. */
          series: z.array(z.strictObject({ name: text, plans: z.array(text).min(2) })).min(1),
        })
        .superRefine(({ reused, series }, context) => {
          series.forEach(({ plans }, i) => {
            if (plans.length === reused.length) return;
            const message = `expected ${reused.length} plans, one for each of reused, received ${plans.length}`;
            context.addIssue({ code: "custom", path: ["series", i, "plans"], message });
          });
        }),
    )
    .min(1),
});

const paperSchema = z
  .strictObject({
    schema: z.literal("mltl.paper/1"),
    system: z.number().int().min(1).max(5),
    title: text,
    citation: text,
    claim: text,
    /** What is run; files are relative to this one. */
    experiments: z
      .array(
        z.strictObject({
          name: text,
          file: text,
          /** The same on small slices, for `--quick`; left out of that where there is none. */
          quick: text.optional(),
        }),
      )
      .min(1),
    tables: z.array(tableSchema).min(1),
    figures: z.array(z.discriminatedUnion("kind", [curveSchema, freezeSchema])).default([]),
  })
  .superRefine((paper, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const unique = (path: (string | number)[], items: readonly { name: string }[]) => {
      const names = items.map(({ name }) => name);
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      if (twice !== undefined) wrong(path, `expected each name once, received '${twice}' twice`);
      return names;
    };
    const among = (path: (string | number)[], name: string | undefined, names: string[]) => {
      if (name === undefined || names.includes(name)) return;
      wrong(path, `expected one of ${names.join(", ")}, received '${name}'`);
    };
    const experiments = unique(["experiments"], paper.experiments);
    unique(["tables"], paper.tables);
    paper.tables.forEach((table, t) => {
      const at = (...path: (string | number)[]) => ["tables", t, ...path];
      const rows = unique(at("rows"), table.rows);
      const columns = unique(at("columns"), table.columns);
      among(at("experiment"), table.experiment, experiments);
      table.rows.forEach((row, i) => {
        among(at("rows", i, "experiment"), row.experiment, experiments);
      });
      table.columns.forEach((column, i) => {
        among(at("columns", i, "experiment"), column.experiment, experiments);
        const named = table.experiment ?? column.experiment;
        if (named === undefined && table.rows.some((row) => row.experiment === undefined)) {
          wrong(at("columns", i), "expected an experiment for the table, the column or every row");
        }
      });
      table.comparisons.forEach(({ first, second, columns: some = [] }, i) => {
        among(at("comparisons", i, "first"), first, rows);
        among(at("comparisons", i, "second"), second, rows);
        if (first === second) wrong(at("comparisons", i), `expected two rows, received ${first}`);
        for (const name of some) among(at("comparisons", i, "columns"), name, columns);
      });
      table.published.forEach((published, i) => {
        const { row, column, title, value, mark } = published;
        among(at("published", i, "row"), row, rows);
        among(at("published", i, "column"), column, columns);
        if (row === undefined && title === undefined) {
          wrong(at("published", i), "expected a row or a title");
        }
        if (row !== undefined && column === undefined) {
          wrong(at("published", i), "expected a column beside the row");
        }
        if ((value === undefined) !== (mark === "unknown")) {
          wrong(at("published", i), "expected a value, or none and mark: unknown");
        }
        if (table.data.kind === "other" && row !== undefined) {
          wrong(
            at("published", i, "row"),
            "figures on other data don't stand beside ours; give a title",
          );
        }
      });
    });
    paper.figures.forEach(({ panels }, f) => {
      panels.forEach(({ experiment }, i) => {
        among(["figures", f, "panels", i, "experiment"], experiment, experiments);
      });
    });
  });

export type PaperManifest = z.infer<typeof paperSchema>;
export type PaperTable = PaperManifest["tables"][number];
export type PaperFigure = PaperManifest["figures"][number];
export type PublishedFigure = z.infer<typeof publishedSchema>;
export type VerdictRule = z.infer<typeof ruleSchema>;

const HINT = "docs/paper-manifests.md lists the fields; benchmarks/paper/system-1 is an example.";

/**
 * Reads a paper's manifest from a YAML (or JSON) file.
 *
 * @throws MltlError `E_BAD_PLAN` naming file and every field that is wrong, `E_NOT_FOUND`
 */
export async function readPaper(file: string): Promise<PaperManifest> {
  return parsePaper(await readPlanFile(file), file);
}

/**
 * Checks a paper's manifest and fills in its defaults.
 *
 * @param source - where it comes from, for the message
 * @throws MltlError `E_BAD_PLAN` naming every field that is wrong
 */
export function parsePaper(value: unknown, source: string): PaperManifest {
  return checkedBy(paperSchema, value, "E_BAD_PLAN", `${source} is not a paper's manifest`, HINT);
}
