/**
 * A plan for tagged sentences of one's own.
 *
 * @module
 */
import { licenceBegunWith, networkLike, type PlanSource } from "@mltl/core";
import { BILSTM_CRF } from "../network/tagger.js";
import { TAG_TASK } from "../tag/tagger-model.js";
import { sizedTraining } from "./default-stages.js";
import { DERIVED_OPTIONS } from "./level-features.js";
import type { LevelSentences, LevelSentencesInput } from "./level-sentences.js";

export interface TextPlanOptions {
  /** The model's name. */
  readonly name: string;
  /** The level's own settings of its sentences. */
  readonly data: LevelSentencesInput;
  /** From scratch where left out. */
  readonly source?: PlanSource;
  /** Default: the source's, else `bilstm-crf`. */
  readonly architecture?: string;
  /** Epochs of the last stage. Default: by the number of sentences. */
  readonly epochs?: number;
  readonly seed: number;
}

/** What scratch learns its own words with: nothing has to be there but the sentences. */
const SCRATCH = {
  data: { vocabulary: { atLeast: 2 } },
  network: { units: 100, characterFilters: 50, dropout: 0.4 },
};

/**
 * The plan by which sentences are learned, all of it chosen from how many there are: to be shown,
 * changed, checked by `parsePlan`, and kept. Begun with a tagger, the words are seen as that one
 * sees them.
 *
 * @param sentences - those that the data's settings lead to
 */
export function textPlan(
  { types, train, sources }: LevelSentences,
  options: TextPlanOptions,
): Record<string, unknown> {
  const { name, source, architecture, epochs, seed } = options;
  const { stages, average, monitor, batch } = sizedTraining({
    sentences: train.length,
    fromModel: source !== undefined,
    epochs,
  });
  const network = networkLike({
    source,
    architecture,
    otherwise: BILSTM_CRF,
    derived: DERIVED_OPTIONS,
  });
  const licence = [...new Set(sources.map((one) => one.licence))].join("; ");
  return {
    schema: "mltl.plan/1",
    name,
    seed,
    levels: [
      {
        name: "sentences",
        task: TAG_TASK,
        data: {
          ...options.data,
          ...(source ? { featuresOf: source.folder } : SCRATCH.data),
          batch,
        },
        network: source ? network : { ...network, options: { ...SCRATCH.network } },
        ...(source && { init: { from: source.folder } }),
        stages,
        average,
        monitor,
      },
    ],
    card: {
      title: `${types.join(", ")}: found in text`,
      licence: licenceBegunWith(`sentences: ${licence}`, source),
      intendedUse: `Marks ${types.join(", ")} in texts like those of ${sources.map(({ data }) => data.name).join(", ")}.`,
      limits:
        "- Trained on one collection of sentences; of other kinds of text its figures say nothing.\n- Sentence by sentence: what is clear only from the page around it may be missed.",
    },
  };
}
