/**
 * The model that a training on one's own data begins with.
 *
 * @module
 */
import { loadArtifact } from "../artifact/load.js";
import type { ArtifactManifest } from "../artifact/manifest.js";

export interface PlanSource {
  /** Its folder, as it stands in the plan. */
  readonly folder: string;
  readonly manifest: Pick<ArtifactManifest, "name" | "licence">;
  readonly network: { readonly architecture: string; readonly options: Record<string, unknown> };
}

/**
 * Opens it; its architecture has to be registered.
 *
 * @throws MltlError `E_CHECKSUM`, and `E_BAD_ARTIFACT` for what is no model or one of another task
 */
export async function openPlanSource(folder: string, task: string): Promise<PlanSource> {
  const { manifest, network } = await loadArtifact(folder, task);
  const { architecture, options } = network;
  return { folder, manifest, network: { architecture, options } };
}

/** What {@link networkLike} chooses from. */
export interface NetworkChoice {
  /** From scratch where left out. */
  readonly source?: PlanSource;
  /** Default: the source's, else `otherwise`. */
  readonly architecture?: string;
  readonly otherwise: string;
  /** Options that follow from the data. */
  readonly derived: readonly string[];
}

/** A plan's `network`: like the source's, as far as it is the architecture that is wanted. */
export function networkLike({ source, architecture, otherwise, derived }: NetworkChoice): {
  architecture: string;
  options: Record<string, unknown>;
} {
  const own = source?.network;
  if (architecture !== undefined && architecture !== own?.architecture) {
    return { architecture, options: {} };
  }
  const options = Object.entries(own?.options ?? {}).filter(([name]) => !derived.includes(name));
  return { architecture: own?.architecture ?? otherwise, options: Object.fromEntries(options) };
}

/** A licence for the card: that of the data and that of the model it was begun with. */
export function licenceBegunWith(own: string, source: PlanSource | undefined): string {
  return source ? `${own}; begun with ${source.manifest.name}: ${source.manifest.licence}` : own;
}
