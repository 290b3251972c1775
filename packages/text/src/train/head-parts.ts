/**
 * What each head of a tagger learns from, and the figures of all of them.
 *
 * @module
 */
import { type Metrics, MltlError } from "@mltl/core";
import {
  type LevelSentences,
  type LevelSentencesOptions,
  openLevelSentences,
} from "./level-sentences.js";

/** A level's sentences, and how they are dealt to heads. */
interface PartsOptions extends LevelSentencesOptions {
  readonly heads: "joined" | "by-set";
}

/**
 * The sentences of each head: all of them for one, or each set's for a head of its own.
 *
 * @throws MltlError `E_BAD_PLAN` for types beside heads by set, or two sets of one name; and as
 *   {@link openLevelSentences}
 */
export async function openParts(
  { heads, ...options }: PartsOptions,
  place: { readonly dataRoot: string; readonly seed: number },
): Promise<LevelSentences[]> {
  if (heads === "joined") return [await openLevelSentences(options, place)];
  if (options.types) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected no types beside 'heads: by-set', received ${options.types.join(", ")}`,
      { hint: "Each head has the types of its set; `types` of a set names or leaves out some." },
    );
  }
  const parts = await Promise.all(
    options.sets.map((set) => openLevelSentences({ ...options, sets: [set] }, place)),
  );
  const names = parts.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return parts;
  throw new MltlError("E_BAD_PLAN", `Expected sets of different names, received ${twice} twice`);
}

/** Types by the name of a part's set, which is its head's. */
export function typesByHead(parts: readonly LevelSentences[]): Record<string, readonly string[]> {
  return Object.fromEntries(parts.map((part) => [nameOf(part), part.types]));
}

function nameOf({ sources: [{ data }] }: LevelSentences): string {
  return data.name;
}

/** One head's figures as they are; of several `f1`, their mean, and each one's as `f1 of NAME`. */
export function figuresByHead(figures: Readonly<Record<string, Metrics>>): Metrics {
  const all = Object.entries(figures);
  if (all.length === 1) return all[0][1];
  const mean = all.reduce((sum, [, { f1 }]) => sum + f1, 0) / all.length;
  return { f1: mean, ...Object.fromEntries(all.map(([name, { f1 }]) => [`f1 of ${name}`, f1])) };
}
