import { existsSync } from "node:fs";
import { MltlError } from "../errors.js";

/**
 * The folder of a model: that of one that comes along, by its name, else the folder that is named.
 *
 * @param shipped - folders of the models that come along, by name
 * @throws MltlError `E_NOT_FOUND` where there is neither
 */
export function findModelFolder(model: string, shipped: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(shipped, model)) return shipped[model];
  if (existsSync(model)) return model;
  const names = Object.keys(shipped).join(", ");
  throw new MltlError("E_NOT_FOUND", `No model and no folder '${model}'. Models: ${names}`, {
    hint: "`mltl model ls` lists the models there are.",
  });
}
