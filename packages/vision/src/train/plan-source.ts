/**
 * The classifier that a training begins with.
 *
 * @module
 */
import { loadArtifact } from "@mltl/core";
import { EMOTION_TASK } from "../classify/emotion-model.js";
import { modelFolder } from "../classify/model-folder.js";
import "../network/architectures.js";
import type { PlanSource } from "./face-plan.js";

/**
 * Opens it.
 *
 * @param model - the name of one that comes along, or a folder
 * @throws MltlError `E_NOT_FOUND`, `E_CHECKSUM`, and `E_BAD_ARTIFACT` for a model of another task
 */
export async function openPlanSource(model: string): Promise<PlanSource> {
  const folder = modelFolder(model);
  const { manifest, network } = await loadArtifact(folder, EMOTION_TASK);
  const { architecture, options } = network;
  return { folder, manifest, network: { architecture, options } };
}
