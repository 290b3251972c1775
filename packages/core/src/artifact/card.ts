/**
 * The card of a model: what it is for, what it is made of, how good it is.
 *
 * @module
 */
import type { Plan } from "../train/plan.js";
import type { ArtifactManifest } from "./manifest.js";
import type { ArtifactContents } from "./save.js";

/** Writes `card.md`. */
export function writeCard({
  plan,
  seed,
  contents,
  figures,
  best,
}: {
  plan: Plan;
  seed: number;
  contents: ArtifactContents;
  figures: ArtifactManifest["metrics"];
  best: { value: number; epoch: number; stage: string };
}): string {
  const [level] = plan.levels;
  const epochs = level.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  const rows = Object.entries(figures).flatMap(([split, metrics]) =>
    Object.entries(metrics).map(
      ([name, value]) => `| ${split} | ${name} | ${(100 * value).toFixed(1)} % |`,
    ),
  );
  return `# ${plan.card.title}

${plan.card.intendedUse.trim()}

## Limits

${plan.card.limits.trim()}

## Figures

Epoch chosen by dev ${level.monitor} (${(100 * best.value).toFixed(1)} %, epoch ${best.epoch + 1} of ${epochs}); the test
splits were scored once, on these very files.

| split | metric | figure |
| --- | --- | --- |
${rows.join("\n")}

## Data

${contents.data.map(({ name, licence, sha256 }) => `- **${name}** (${licence}), SHA-256 ${sha256.slice(0, 16)}`).join("\n")}

Labels: ${contents.labels.join(", ")}. Licence of the weights: ${plan.card.licence}

## Made by

Plan \`${plan.name}\`, seed ${seed}, levels: ${plan.levels.map(({ name }) => name).join(" -> ")}.
`;
}
