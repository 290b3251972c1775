import { findModelFolder } from "@mltl/core";
import { DEFAULT_TAGGER_MODEL } from "./tagger-model.js";

/** Folders of the taggers that come with the package, by name; each has its card. */
export const TAG_MODELS: Readonly<Record<string, string>> = { en: DEFAULT_TAGGER_MODEL };

/**
 * The folder of a tagger: that of one that comes with the package, by its name, else the folder that
 * is named.
 *
 * @throws MltlError `E_NOT_FOUND` where there is neither
 */
export function taggerFolder(model: string): string {
  return findModelFolder(model, TAG_MODELS);
}
