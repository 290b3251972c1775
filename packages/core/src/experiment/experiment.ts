/**
 * An experiment: which plans are run, on which data, with which seeds, as data.
 *
 * @module
 */
import path from "node:path";
import { z } from "zod";
import { isRecord } from "../plan/forms.js";
import { type Plan, parsePlan, readPlanFile } from "../plan/plan.js";
import { setValues } from "../plan/set-values.js";
import { checkedBy } from "../schema-issues.js";

/** Part of a cell's name, where `/` and `=` separate. */
const name = z
  .string()
  .regex(/^[^/=\s]+$/, "expected a name without spaces, slashes and equals signs");

/** Fields of a plan, by path, and what they are set to, as `mltl train --set` does. */
const settings = z.record(z.string().min(1), z.unknown()).default({});

const experimentSchema = z
  .strictObject({
    schema: z.literal("mltl.experiment/1"),
    name: z.string().min(1),
    /** Files are relative to the experiment's. */
    plans: z.array(z.strictObject({ name, file: z.string().min(1), set: settings })).min(1),
    /**
     * Other data for all plans; the plans' own where left out. A setting of a level that some of the
     * plans have says nothing to those that lack it.
     */
    data: z
      .array(z.strictObject({ name, set: settings }))
      .min(1)
      .optional(),
    /** Of the last level's training data. */
    fractions: z.array(z.number().gt(0).max(1)).min(1).default([1]),
    seeds: z.array(z.number().int().nonnegative()).min(1).default([1, 2, 3]),
    /** What is reported; each plan's last monitor where left out. */
    metrics: z.array(z.string().min(1)).min(1).optional(),
    /** Globs over splits whose figures are reported. */
    splits: z.array(z.string().min(1)).min(1).default(["**"]),
  })
  .superRefine((experiment, context) => {
    const unique = (field: string, values: readonly unknown[]) => {
      const twice = values.find((value, i) => values.indexOf(value) !== i);
      if (twice === undefined) return;
      const message = `expected each once, received '${twice}' twice`;
      context.addIssue({ code: "custom", path: [field], message });
    };
    const names = (items: readonly { name: string }[] = []) => items.map((item) => item.name);
    unique("plans", names(experiment.plans));
    unique("data", names(experiment.data));
    unique("fractions", experiment.fractions);
    unique("seeds", experiment.seeds);
  });

type ExperimentFile = z.infer<typeof experimentSchema>;

/** A plan of an experiment on one choice of data. */
export interface Variant {
  /** The plan's name within the experiment. */
  readonly plan: string;
  /** The data's name, where the experiment names some. */
  readonly data?: string;
  readonly resolved: Plan;
}

/** An experiment with its plans read and checked. */
export interface Experiment
  extends Pick<ExperimentFile, "name" | "fractions" | "seeds" | "metrics" | "splits"> {
  /** Plan by plan, and within a plan data by data. */
  readonly variants: readonly Variant[];
}

const HINT = "docs/experiments.md lists the fields; benchmarks/experiments has examples.";

/**
 * Reads an experiment from a YAML (or JSON) file, and the plans it names.
 *
 * @throws MltlError `E_BAD_PLAN` naming file and fields, `E_NOT_FOUND`, `E_USAGE` for settings that
 *   lead nowhere
 */
export async function readExperiment(file: string): Promise<Experiment> {
  const value = await readPlanFile(file);
  const { plans, data, ...rest } = checkedBy(
    experimentSchema,
    value,
    "E_BAD_PLAN",
    `${file} is not an experiment`,
    HINT,
  );
  const files = await Promise.all(
    plans.map(async (plan) => {
      const planFile = path.resolve(path.dirname(file), plan.file);
      const read = await readPlanFile(planFile);
      return { plan, planFile, read, levels: levelNames(read) };
    }),
  );
  const allLevels = new Set(files.flatMap(({ levels }) => [...levels]));
  const variants: Variant[] = [];
  for (const { plan, planFile, read, levels } of files) {
    for (const choice of data ?? [undefined]) {
      const shared = Object.entries(choice?.set ?? {}).filter(([field]) => {
        const level = levelOf(field);
        return level === undefined || levels.has(level) || !allLevels.has(level);
      });
      const set = assignments({ ...plan.set, ...Object.fromEntries(shared) });
      const source = [planFile, choice && `with data '${choice.name}'`].filter(Boolean).join(" ");
      const resolved = parsePlan(setValues(read, set), source);
      variants.push({ plan: plan.name, ...(choice && { data: choice.name }), resolved });
    }
  }
  return { ...rest, variants };
}

/** Names of the levels of a plan that isn't checked yet. */
function levelNames(plan: unknown): Set<string> {
  const levels = isRecord(plan) && Array.isArray(plan.levels) ? plan.levels : [];
  return new Set(levels.filter(isRecord).map((level) => String(level.name)));
}

/** The level that a setting names: `target` of `levels.target.data.batch`. */
function levelOf(field: string): string | undefined {
  const [part, name] = field.split(".", 2);
  return part === "levels" && name && !/^\d+$/.test(name) ? name : undefined;
}

/** JSON is YAML, which assignments are written in. */
function assignments(set: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(set).map(([field, value]) => `${field}=${JSON.stringify(value)}`);
}
