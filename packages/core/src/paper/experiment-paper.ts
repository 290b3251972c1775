/**
 * Experiments without a paper, as a report takes them.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "../errors.js";
import { readExperiment } from "../experiment/experiment.js";
import { lowerIsBetter } from "../metrics/figure.js";
import { type PaperFigure, type PaperTable, parsePaper } from "./manifest.js";
import type { Paper, PaperExperiment } from "./open-paper.js";

/** Splits of an experiment's results on some data, as far as anything is finished. */
export type KnownSplits = (experiment: PaperExperiment, data?: string) => readonly string[];

/**
 * Reads experiments, for {@link reportableExperiments}.
 *
 * @throws MltlError as `readExperiment` does
 */
export async function readExperiments(files: readonly string[]): Promise<PaperExperiment[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: path.basename(file, path.extname(file)),
      file,
      experiment: await readExperiment(file),
    })),
  );
}

/**
 * A table for each split and metric of each experiment, every later plan compared with the first, and
 * a learning curve where there are several fractions.
 */
export function reportableExperiments(
  experiments: readonly PaperExperiment[],
  splitsOf: KnownSplits,
): Paper {
  const tables: unknown[] = [];
  const figures: unknown[] = [];
  for (const one of experiments) {
    const { name, experiment } = one;
    const { variants, fractions, metrics } = experiment;
    const plans = [...new Set(variants.map(({ plan }) => plan))];
    const data = [...new Set(variants.map((variant) => variant.data))];
    const [{ resolved }] = variants;
    const { monitor } = resolved.levels[resolved.levels.length - 1];
    const tested = (choice?: string) => splitsOf(one, choice).filter((split) => split !== "dev");
    const splits = new Set(data.flatMap(tested));
    for (const split of splits.size > 0 ? splits : ["test"]) {
      const scored = data.filter((choice) => splits.size === 0 || tested(choice).includes(split));
      for (const metric of (metrics ?? [monitor]).filter((name) => !lowerIsBetter(name))) {
        tables.push({
          name: `${name} ${split} ${metric}`,
          title: `${experiment.name}: ${metric} on ${split}`,
          protocol: "Dev chooses the epoch, test is scored once.",
          data: { kind: "exact", note: "the experiment's own" },
          experiment: name,
          metric,
          rows: plans.map((plan) => ({ name: plan })),
          columns: scored.flatMap((choice) =>
            fractions.map((fraction) => ({
              name:
                [choice, fractions.length > 1 ? percent(fraction) : undefined]
                  .filter((part) => part !== undefined)
                  .join(", ") || split,
              ...(choice !== undefined && { data: choice }),
              ...{ split, fraction },
            })),
          ),
          comparisons: plans.slice(1).map((plan) => ({ first: plan, second: plans[0] })),
        });
        if (fractions.length < 2) continue;
        figures.push({
          kind: "curve",
          title: `${experiment.name}: ${metric} on ${split}`,
          panels: scored.map((choice) => ({
            title: choice ?? split,
            experiment: name,
            ...(choice !== undefined && { data: choice }),
            ...{ split, metric },
          })),
        });
      }
    }
  }
  if (tables.length === 0) {
    const names = experiments.map(({ file }) => file).join(", ");
    throw new MltlError(
      "E_USAGE",
      `Expected figures that are fractions, received none in ${names}`,
      {
        hint: "Reports are in percent: name metrics such as f1 or accuracy in the experiment.",
      },
    );
  }
  const title = experiments.map(({ experiment }) => experiment.name).join(", ");
  const checked = parsePaper(
    {
      ...{ schema: "mltl.paper/1", system: 1, title, citation: title, claim: title },
      experiments: experiments.map(({ name, file }) => ({ name, file })),
      ...{ tables, figures },
    },
    title,
  ) as { tables: PaperTable[]; figures: PaperFigure[] };
  return { title, quick: false, experiments, tables: checked.tables, figures: checked.figures };
}

function percent(fraction: number): string {
  return `${100 * fraction} %`;
}
