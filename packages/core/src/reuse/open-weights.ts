/**
 * Opens weights of any known form.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { didYouMean } from "../nearest-name.js";
import { artifactSource } from "./artifact-source.js";
import { LAYERS_MODEL, layersModelSource } from "./layers-model-source.js";
import { SAFETENSORS, safetensorsSource } from "./safetensors-source.js";
import type { WeightFormat, WeightSource } from "./weight-source.js";

/** Tried in this order. */
const formats = new Map<string, WeightFormat>([
  ["mltl", artifactSource],
  [LAYERS_MODEL, layersModelSource],
  [SAFETENSORS, safetensorsSource],
]);

/** Makes a further form of weights known by name. Vision and text register theirs when they load. */
export function registerWeightSource(name: string, format: WeightFormat): void {
  formats.set(name, format);
}

/**
 * Opens a model to take weights from.
 *
 * @param path - a folder or file
 * @param format - the form it has; found out where left out
 * @throws MltlError `E_NOT_FOUND` when no form reads it, naming those there are
 */
export async function openWeights(path: string, format?: string): Promise<WeightSource> {
  const known = [...formats.keys()];
  if (format !== undefined) {
    const named = formats.get(format);
    if (named) return named.open(path);
    const hint = didYouMean(format, known);
    throw new MltlError(
      "E_NOT_FOUND",
      `No source of weights '${format}'${hint || "."} Registered: ${known.join(", ")}`,
    );
  }
  for (const candidate of formats.values()) {
    if (await candidate.matches?.(path)) return candidate.open(path);
  }
  throw new MltlError(
    "E_NOT_FOUND",
    `Expected weights at ${path} in one of the forms ${known.join(", ")}, received something else`,
    { hint: "Name a model's folder, a TensorFlow.js model.json or a .safetensors file." },
  );
}
