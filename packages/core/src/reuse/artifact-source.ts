/**
 * Our own models as sources of weights.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Lineage } from "../artifact/lineage.js";
import { loadArtifact } from "../artifact/load.js";
import { ARTIFACT_FILES } from "../artifact/manifest.js";
import type { Vocabularies } from "../artifact/vocabularies.js";
import { type Network, parametersOf } from "../network/network.js";
import type { WeightFormat, WeightSource } from "./weight-source.js";

/** An artifact's folder. */
export const artifactSource: WeightFormat = {
  async matches(folder) {
    return existsSync(path.join(folder, ARTIFACT_FILES.manifest));
  },
  async open(folder) {
    const { manifest, network, vocabularies } = await loadArtifact(folder);
    const { name, task, lineage, files } = manifest;
    return networkSource(name, network, vocabularies, {
      ...lineage,
      task,
      artifact: name,
      sha256: files[ARTIFACT_FILES.weights],
    });
  },
};

/** A network in memory, with the values it has now, as a source of weights. */
export function networkSource(
  name: string,
  network: Pick<Network, "blocks">,
  vocabularies: Vocabularies = {},
  lineage: Lineage = { name, from: [] },
): WeightSource {
  const parameters = parametersOf(network).map((parameter) => [parameter.name, parameter] as const);
  return { name, parameters: new Map(parameters), vocabularies, lineage };
}
