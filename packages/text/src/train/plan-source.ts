/**
 * The tagger that a training begins with.
 *
 * @module
 */
import { openPlanSource, type PlanSource } from "@mltl/core";
import "../network/tagger.js";
import { taggerFolder } from "../tag/model-folder.js";
import { TAG_TASK } from "../tag/tagger-model.js";

/**
 * Opens it.
 *
 * @param model - the name of one that comes along, or a folder
 * @throws MltlError `E_NOT_FOUND`, `E_CHECKSUM`, and `E_BAD_ARTIFACT` for a model of another task
 */
export async function openTaggerSource(model: string): Promise<PlanSource> {
  return openPlanSource(taggerFolder(model), TAG_TASK);
}
