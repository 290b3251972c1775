/**
 * The card of a model: what it is for, what it is made of, how good it is.
 *
 * @module
 */
import { formatFigure } from "../metrics/figure.js";
import type { Level, Plan } from "../plan/plan.js";
import { formatLineage, type Lineage } from "./lineage.js";
import type { ArtifactManifest } from "./manifest.js";
import type { ArtifactContents } from "./save.js";

/** Writes `card.md`. */
export function writeCard({
  plan,
  level,
  seed,
  contents,
  lineage,
  figures,
  best,
}: {
  plan: Plan;
  level: Level;
  seed: number;
  contents: ArtifactContents;
  lineage: Lineage;
  figures: ArtifactManifest["metrics"];
  best: { value: number; epoch: number; stage: string };
}): string {
  return `# ${plan.card.title}

${plan.card.intendedUse.trim()}

## Limits

${plan.card.limits.trim()}

## Figures

Epoch ${best.epoch + 1} of stage \`${best.stage}\` was chosen by dev ${level.monitor}. The test splits were scored once, on these
very files.

${figureTable(figures)}

## Data

${contents.data.map(({ name, licence, sha256 }) => `- **${name}** (${licence}), SHA-256 ${sha256.slice(0, 16)}`).join("\n")}

Labels: ${contents.labels.join(", ")}. Licence of the weights: ${plan.card.licence}

## Made by

Plan \`${plan.name}\`, seed ${seed}. Each level below is what the one above it began from:

\`\`\`
${formatLineage(lineage)}\`\`\`
`;
}

/** A row a split, a column a metric. */
function figureTable(figures: ArtifactManifest["metrics"]): string {
  const names = [...new Set(Object.values(figures).flatMap(Object.keys))];
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["split", ...names]),
    row(["split", ...names].map(() => "---")),
    ...Object.entries(figures).map(([split, metrics]) =>
      row([
        split,
        ...names.map((name) => (name in metrics ? formatFigure(name, metrics[name]) : "")),
      ]),
    ),
  ].join("\n");
}
