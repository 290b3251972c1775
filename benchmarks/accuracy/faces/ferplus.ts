/**
 * A model that has learned from FER+'s votes, on FER+'s test faces by their majority label.
 *
 * @module
 */
import { dataRoot, readManifest } from "@mltl/core";
import { loadModel } from "@mltl/vision";
import { openFaces } from "#vision/data/open-faces.js";
import { faceFigures } from "#vision/evaluate/face-figures.js";
import { scoreFaces } from "#vision/evaluate/score-faces.js";

/** The field's reference; not run here. */
export const FERPLUS_PUBLISHED = {
  name: "VGG13, labels drawn from the votes (Barsoum et al. 2016)",
  accuracy: 0.8499,
} as const;

/** Figures on FER+'s test, fractions. */
export interface FerPlusFigures {
  readonly model: string;
  readonly faces: number;
  readonly accuracy: number;
  readonly lower: number;
  readonly upper: number;
  readonly balancedAccuracy: number;
  readonly macroF1: number;
  /** Of the data set. */
  readonly sha256: string;
}

/** @param folder - of an artifact that knows FER+'s eight labels */
export async function scoreFerPlus(folder: string): Promise<FerPlusFigures> {
  const data = await openFaces("ferplus", { dataRoot: dataRoot() });
  const model = await loadModel(folder);
  try {
    const scores = scoreFaces(await data.read("test"), model.predict, {
      labels: data.labels,
      modelLabels: model.labels,
    });
    const { n, accuracy, balancedAccuracy, macroF1, interval } = faceFigures(scores);
    if (!interval) throw new Error("Expected an interval of the accuracy, received none");
    const { lower, upper } = interval;
    const { name } = await readManifest(folder);
    const { sha256 } = data;
    return { model: name, faces: n, accuracy, lower, upper, balancedAccuracy, macroF1, sha256 };
  } finally {
    model.dispose();
  }
}
