/**
 * Plain `.safetensors` files as sources of weights.
 *
 * Names keep their words, with slashes for dots (`encoder.layer.0.weight` is
 * `encoder/layer/0/weight`), so that globs go by layers. Arrays keep their shapes: what PyTorch
 * stores as `[outputs, inputs]` is not turned.
 *
 * @module
 */
import path from "node:path";
import { readTensorFile } from "../artifact/tensor-file.js";
import { sha256OfFile } from "../io/checksum.js";
import type { WeightFormat } from "./weight-source.js";

/** What the form is called. */
export const SAFETENSORS = "safetensors";

/** One file. */
export const safetensorsSource: WeightFormat = {
  async matches(file) {
    return file.endsWith(".safetensors");
  },
  async open(file) {
    const arrays = await readTensorFile(file);
    const parameters = new Map(
      [...arrays].map(([name, { shape, data }]) => [
        name.replaceAll(".", "/"),
        { shape, values: Float32Array.from(data) },
      ]),
    );
    const name = path.basename(file);
    const lineage = { name, format: SAFETENSORS, sha256: await sha256OfFile(file), from: [] };
    return { name: file, parameters, vocabularies: {}, lineage };
  },
};
