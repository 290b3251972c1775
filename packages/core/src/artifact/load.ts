/**
 * Loads an artifact: never with a weight missing, foreign or of another shape.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "../errors.js";
import { buildNetwork, type Network, parametersOf } from "../network/network.js";
import { UNSET } from "../random/random.js";
import {
  ARTIFACT_FILES,
  type ArtifactManifest,
  networkSchema,
  readJson,
  readManifest,
} from "./manifest.js";
import { readTensorFile } from "./tensor-file.js";
import { requireIntact } from "./verify.js";
import { type Vocabularies, vocabulariesOf, vocabulariesSchema } from "./vocabularies.js";

/** An artifact in memory. */
export interface LoadedArtifact {
  readonly manifest: ArtifactManifest;
  readonly network: Network;
  /** Names of the entries along the axes of parameters, the labels among them. */
  readonly vocabularies: Vocabularies;
}

/**
 * Verifies the folder, builds its network and fills in the weights.
 *
 * @param task - the task the caller wants it for; any where left out
 * @throws MltlError `E_BAD_ARTIFACT` or `E_CHECKSUM`, naming the file
 */
export async function loadArtifact(folder: string, task?: string): Promise<LoadedArtifact> {
  const manifest = await readManifest(folder);
  if (task !== undefined && manifest.task !== task) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `Expected a model for ${task}, received ${folder} for ${manifest.task}`,
    );
  }
  await requireIntact(folder);
  const { architecture, options } = await readJson(folder, ARTIFACT_FILES.network, networkSchema);
  const network = buildNetwork(architecture, options, UNSET);
  await fillWeights(network, path.join(folder, ARTIFACT_FILES.weights));
  const vocabularies =
    ARTIFACT_FILES.vocabularies in manifest.files
      ? await readJson(folder, ARTIFACT_FILES.vocabularies, vocabulariesSchema)
      : undefined;
  const { labels } = manifest;
  return { manifest, network, vocabularies: vocabulariesOf({ labels, vocabularies }) };
}

async function fillWeights(network: Pick<Network, "blocks">, file: string): Promise<void> {
  const arrays = await readTensorFile(file);
  for (const { name, shape, values } of parametersOf(network)) {
    const array = arrays.get(name);
    const expected = shape.join("x");
    const received = array?.shape.join("x") ?? "nothing";
    if (!array || received !== expected) {
      throw new MltlError(
        "E_BAD_ARTIFACT",
        `Expected ${expected} for '${name}' in ${file}, received ${received}`,
      );
    }
    values.set(array.data);
    arrays.delete(name);
  }
  if (arrays.size > 0) {
    const names = [...arrays.keys()].join(", ");
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `${file} holds weights that the network has no place for: ${names}`,
    );
  }
}
