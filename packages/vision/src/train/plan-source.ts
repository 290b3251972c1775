/**
 * The classifier that a training begins with.
 *
 * @module
 */
import { openPlanSource, type PlanSource } from "@mltl/core";
import { EMOTION_TASK } from "../classify/emotion-model.js";
import { modelFolder } from "../classify/model-folder.js";
import "../network/architectures.js";

/**
 * Opens it.
 *
 * @param model - the name of one that comes along, or a folder
 * @throws MltlError `E_NOT_FOUND`, `E_CHECKSUM`, and `E_BAD_ARTIFACT` for a model of another task
 */
export async function openFaceSource(model: string): Promise<PlanSource> {
  return openPlanSource(modelFolder(model), EMOTION_TASK);
}
