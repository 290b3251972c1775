/**
 * TensorFlow.js LayersModels (and what Keras models were converted to) as sources of weights, read
 * without tfjs.
 *
 * A layer's name is its block's. Within it names are ours where the meaning is: a normalisation has
 * `mean` and `variance` for `moving_mean` and `moving_variance`; the two kernels of an LSTM are one,
 * rows of the input first (the gates have our order, i, f, c, o).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MltlError } from "../errors.js";
import { decodeTfjsWeights, weightsManifestSchema } from "./tfjs-weights.js";
import type { SourceParameter, WeightFormat } from "./weight-source.js";

const modelSchema = z.object({ weightsManifest: weightsManifestSchema });

/** What the form is called. */
export const LAYERS_MODEL = "tfjs-layers";

/** A `model.json` with its shards beside it, or the folder that holds them. */
export const layersModelSource: WeightFormat = {
  async matches(given) {
    const file = await modelFile(given);
    if (!file) return false;
    const text = await readFile(file, "utf8");
    return text.includes('"weightsManifest"');
  },
  async open(given) {
    const file = (await modelFile(given)) ?? path.join(given, "model.json");
    const { weightsManifest } = await readModel(file);
    const hash = createHash("sha256");
    const parameters = new Map<string, SourceParameter>();
    for (const { paths, weights } of weightsManifest) {
      const shards = await Promise.all(paths.map((name) => readShard(file, name)));
      const bytes = Buffer.concat(shards);
      hash.update(bytes);
      for (const [name, array] of decodeTfjsWeights(weights, bytes, file)) {
        parameters.set(ourName(name), array);
      }
    }
    joinLstmKernels(parameters);
    const name = path.basename(path.dirname(path.resolve(file)));
    const lineage = { name, format: LAYERS_MODEL, sha256: hash.digest("hex"), from: [] };
    return { name: given, parameters, vocabularies: {}, lineage };
  },
};

async function modelFile(given: string): Promise<string | undefined> {
  if (!existsSync(given)) return undefined;
  const file = (await stat(given)).isDirectory() ? path.join(given, "model.json") : given;
  return file.endsWith(".json") && existsSync(file) ? file : undefined;
}

async function readModel(file: string): Promise<z.infer<typeof modelSchema>> {
  try {
    return modelSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new MltlError("E_BAD_ARTIFACT", `${file} is not a TensorFlow.js model`, { cause });
  }
}

async function readShard(model: string, name: string): Promise<Buffer> {
  const file = path.join(path.dirname(model), name);
  return readFile(file).catch((cause: unknown) => {
    throw new MltlError("E_BAD_ARTIFACT", `Expected weights of ${model} at ${file}, found none`, {
      cause,
    });
  });
}

function ourName(name: string): string {
  return name.replace(/(^|\/)moving_(mean|variance)$/, "$1$2");
}

/** Puts `recurrent_kernel` below `kernel` where the layer is an LSTM: four gates wide. */
function joinLstmKernels(parameters: Map<string, SourceParameter>): void {
  for (const [name, recurrent] of parameters) {
    if (!name.endsWith("recurrent_kernel")) continue;
    const kernelName = name.replace(/recurrent_kernel$/, "kernel");
    const kernel = parameters.get(kernelName);
    const [units, width] = recurrent.shape;
    if (!kernel || width !== 4 * units) continue;
    const values = new Float32Array(kernel.values.length + recurrent.values.length);
    values.set(kernel.values);
    values.set(recurrent.values, kernel.values.length);
    parameters.delete(name);
    parameters.set(kernelName, { shape: [kernel.shape[0] + units, width], values });
  }
}
