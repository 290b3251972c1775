/**
 * Models by name.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { findModelFolder } from "@mltl/core";
import { DEFAULT_EMOTION_MODEL } from "./emotion-model.js";

/** Folders of the models that come with the package, by name; each has its card. */
export const FACE_MODELS: Readonly<Record<string, string>> = {
  emotion: DEFAULT_EMOTION_MODEL,
  ferplus: fileURLToPath(new URL("../../models/ferplus", import.meta.url)),
};

/**
 * The folder of a model: that of one that comes with the package, by its name, else the folder that
 * is named.
 *
 * @throws MltlError `E_NOT_FOUND` where there is neither
 */
export function modelFolder(model: string): string {
  return findModelFolder(model, FACE_MODELS);
}
