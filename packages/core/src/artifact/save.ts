/**
 * Writes an artifact: a model's folder.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "../errors.js";
import type { HostArray } from "../graph/host-array.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import { sha256OfFile } from "../io/checksum.js";
import { replaceFolder } from "../io/replace-folder.js";
import { type Network, parameterCount, parametersOf } from "../network/network.js";
import { ARTIFACT_FILES, type ArtifactManifest } from "./manifest.js";
import { type NamedArray, type StoredFloat, writeTensorFile } from "./tensor-file.js";
import type { Vocabularies } from "./vocabularies.js";

/** What a task puts into an artifact beside the weights. */
export interface ArtifactContents {
  labels: readonly string[];
  preprocessing: Record<string, unknown>;
  data: ArtifactManifest["data"];
  /** Lists of names that parameters' axes refer to, beside the labels. */
  vocabularies?: Vocabularies;
  /** Further files by name, e.g. a vocabulary. */
  files?: ReadonlyMap<string, string | ReadonlyMap<string, NamedArray>>;
}

/** The rest of the manifest, from the plan. */
export type ArtifactIdentity = Pick<
  ArtifactManifest,
  "name" | "title" | "task" | "seed" | "licence" | "lineage" | "metrics"
>;

export interface SaveOptions {
  /** How float32 arrays are stored. Default: float16. */
  readonly storedFloat?: StoredFloat;
  /** Every parameter by name. Default: the network's own values. */
  readonly weights?: ReadonlyMap<string, HostArray>;
}

/**
 * Refuses a folder that holds something else than a model: saving replaces all that is in it.
 *
 * @throws MltlError `E_USAGE` naming the folder
 */
export async function requireReplaceable(folder: string): Promise<void> {
  if (!existsSync(folder) || existsSync(path.join(folder, ARTIFACT_FILES.manifest))) return;
  const names = await readdir(folder).catch(() => ["a file of that name"]);
  if (names.length === 0) return;
  throw new MltlError(
    "E_USAGE",
    `Expected a new folder or a model's for the model, received ${folder}, which holds ${names[0]}`,
    { hint: "Name a folder that doesn't exist yet." },
  );
}

/**
 * Writes the folder beside `folder` and renames it into place; a model that was there is replaced
 * once the new one is whole.
 *
 * @param card - text of `card.md`
 * @throws MltlError `E_USAGE` when the folder holds something else than a model
 */
export async function saveArtifact(
  folder: string,
  network: Pick<Network, "architecture" | "options" | "blocks">,
  contents: ArtifactContents,
  identity: ArtifactIdentity,
  card: string,
  { storedFloat = "float16", weights }: SaveOptions = {},
): Promise<ArtifactManifest> {
  await requireReplaceable(folder);
  return replaceFolder(path.resolve(folder), async (made) => {
    const at = (name: string) => path.join(made, name);
    await writeTensorFile(at(ARTIFACT_FILES.weights), weightsOf(network, weights), storedFloat);
    const { architecture, options } = network;
    await writeFileAtomic(at(ARTIFACT_FILES.network), toJson({ architecture, options }));
    await writeFileAtomic(at(ARTIFACT_FILES.card), card);
    const further = new Map(contents.files);
    if (contents.vocabularies) {
      further.set(ARTIFACT_FILES.vocabularies, toJson(contents.vocabularies));
    }
    for (const [name, content] of further) {
      if (typeof content === "string") await writeFileAtomic(at(name), content);
      else await writeTensorFile(at(name), content, storedFloat);
    }

    const files: Record<string, string> = {};
    const { network: networkFile, weights: weightFile, card: cardFile } = ARTIFACT_FILES;
    for (const name of [networkFile, weightFile, cardFile, ...further.keys()]) {
      files[name] = await sha256OfFile(at(name));
    }
    const manifest: ArtifactManifest = {
      schema: "mltl.artifact/1",
      ...identity,
      labels: [...contents.labels],
      preprocessing: contents.preprocessing,
      data: contents.data,
      parameters: parameterCount(network),
      files,
    };
    await writeFileAtomic(at(ARTIFACT_FILES.manifest), toJson(manifest));
    return manifest;
  });
}

function weightsOf(
  network: Pick<Network, "blocks">,
  given?: ReadonlyMap<string, HostArray>,
): Map<string, HostArray> {
  return new Map(
    parametersOf(network).map(({ name, shape, values }) => {
      const data = given ? given.get(name)?.data : values;
      if (data?.length === values.length) return [name, { shape, data }];
      throw new MltlError(
        "E_BAD_ARTIFACT",
        `Expected ${values.length} numbers for '${name}', received ${data?.length ?? "none"}`,
      );
    }),
  );
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
