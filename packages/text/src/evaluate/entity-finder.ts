/**
 * What a tagger, or another tool, found in the sentences that it is scored on.
 *
 * @module
 */
import path from "node:path";
import { ARTIFACT_FILES, readManifest, sha256OfFile } from "@mltl/core";
import type { TaggedProblem } from "../data/tagged-set.js";
import type { Rules } from "../rules/rules.js";
import { loadModel } from "../tag/load-model.js";
import { taggerFolder } from "../tag/model-folder.js";
import type { GoldSplit } from "./gold-split.js";
import { type PredictOptions, predictSentences, predictWithRules } from "./predict-sentences.js";
import type { PredictedSpan } from "./scored-sentence.js";

/** What was scored, for reports. */
export interface ScoredIdentity {
  readonly name: string;
  readonly title: string;
  /** Of the model's manifest, or of the file of predictions. */
  readonly sha256: string;
  /** What stood beside the network, where something did. */
  readonly rules?: Pick<Rules, "mode" | "phrases" | "patterns">;
}

/** What was found in each sentence. */
export interface FoundEntities {
  readonly found: readonly (readonly PredictedSpan[])[];
  /** Of the tagging alone; absent for predictions that were there. */
  readonly tokensPerSecond?: number;
  /** What of its predictions could not be read as it stands. */
  readonly problems: readonly TaggedProblem[];
}

/** A tagger, or a file of predictions, before it has said what it finds. */
export interface EntityFinder {
  readonly model: ScoredIdentity;
  /** Types that it may find. */
  readonly types: readonly string[];
  find(): Promise<FoundEntities>;
}

/** How {@link taggerFinder} works. */
export interface FindOptions extends PredictOptions {
  readonly rules?: Rules;
}

/**
 * A tagger for these sentences; its network is loaded once it has to find something.
 *
 * @param model - one that comes along, by name, or a folder
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ARTIFACT`
 */
export async function taggerFinder(
  model: string,
  { sentences }: Pick<GoldSplit, "sentences">,
  { rules, ...options }: FindOptions = {},
): Promise<EntityFinder> {
  const folder = taggerFolder(model);
  const { name, title, labels } = await readManifest(folder);
  const sha256 = await sha256OfFile(path.join(folder, ARTIFACT_FILES.manifest));
  return {
    model: { name, title, sha256, ...(rules && { rules: rulesOf(rules) }) },
    types: [...new Set([...labels, ...(rules?.types ?? [])])],
    async find() {
      const loaded = await loadModel(folder);
      const began = performance.now();
      try {
        const found = rules
          ? predictWithRules(sentences, loaded, rules, options)
          : predictSentences(sentences, loaded, options);
        const seconds = (performance.now() - began) / 1000;
        const tokens = sentences.reduce((sum, { words }) => sum + words.length, 0);
        return { found, tokensPerSecond: tokens / seconds, problems: [] };
      } finally {
        loaded.dispose();
      }
    },
  };
}

function rulesOf({ mode, phrases, patterns }: Rules): ScoredIdentity["rules"] {
  return { mode, phrases, patterns };
}
