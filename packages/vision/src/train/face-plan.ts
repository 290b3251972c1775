/**
 * A plan for faces of one's own.
 *
 * @module
 */
import { licenceBegunWith, networkLike, type PlanSource } from "@mltl/core";
import { EMOTION_TASK } from "../classify/emotion-model.js";
import { sizedTraining } from "./default-stages.js";
import type { LevelFaces, LevelFacesInput } from "./level-faces.js";

export interface FacePlanOptions {
  /** The model's name. */
  readonly name: string;
  /** The level's own settings of its faces. */
  readonly data: LevelFacesInput;
  /** From scratch where left out. */
  readonly source?: PlanSource;
  /** Default: the source's, else `emotion-resnet`. */
  readonly architecture?: string;
  /** Epochs of the last stage. Default: by the numbers of faces. */
  readonly epochs?: number;
  readonly seed: number;
}

const ARCHITECTURE = "emotion-resnet";

/**
 * The plan by which faces are learned, all of it chosen from how many there are: to be shown, changed,
 * checked by `parsePlan`, and kept.
 *
 * @param faces - the faces that the data's settings lead to
 */
export function facePlan(
  { data, train }: LevelFaces,
  options: FacePlanOptions,
): Record<string, unknown> {
  const { name, source, architecture, epochs, seed } = options;
  const { stages, average, monitor, batch, passes } = sizedTraining({
    faces: train.rows.length,
    fromModel: source !== undefined,
    epochs,
  });
  return {
    schema: "mltl.plan/1",
    name,
    seed,
    levels: [
      {
        name: "faces",
        task: EMOTION_TASK,
        data: {
          ...options.data,
          batch,
          passes,
          labelSmoothing: 0.05,
          augment: { flip: 0.5, shift: 0.06, rotate: 10, scale: 0.1, contrast: 0.2 },
        },
        network: networkLike({
          source,
          architecture,
          otherwise: ARCHITECTURE,
          // Faces of one's own have labels, and no votes for a second classifier to learn.
          derived: ["classes", "raters"],
        }),
        ...(source && { init: { from: source.folder } }),
        stages,
        average,
        monitor,
      },
    ],
    card: {
      title: `${data.labels.join(", ")}: told apart on faces`,
      licence: licenceBegunWith(`faces: ${options.data.licence ?? data.licence}`, source),
      intendedUse: `Tells ${data.labels.join(", ")} apart on faces like those of ${data.name}, 48x48 grey.`,
      limits:
        "- Trained on one collection of faces; it knows no others, and gives one of its classes to every face.\n- An expressed emotion is not a felt one. Not for decisions about people.",
    },
  };
}
