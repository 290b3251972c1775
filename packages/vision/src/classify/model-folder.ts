/**
 * Models by name.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MltlError } from "@mltl/core";
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
  const shipped = Object.hasOwn(FACE_MODELS, model) ? FACE_MODELS[model] : undefined;
  if (shipped) return shipped;
  if (existsSync(model)) return model;
  const names = Object.keys(FACE_MODELS).join(", ");
  throw new MltlError("E_NOT_FOUND", `No model and no folder '${model}'. Models: ${names}`, {
    hint: "`mltl model ls` lists the models there are.",
  });
}
