/**
 * The types that a set is annotated with: others may stand in its sentences without a tag.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { TaggedData } from "../data/open-tagged.js";
import type { TaggedSentences } from "../data/tagged-set.js";

/** A set among others, and what it is annotated with. */
export interface AnnotatedSet {
  readonly data: Pick<TaggedData, "name" | "types" | "declaresTypes">;
  /** As they are called here; where left out, the types that the set has. */
  readonly declared?: readonly string[];
}

/**
 * What a set is annotated with.
 *
 * @param types - that are learned
 * @throws MltlError `E_BAD_PLAN` for one that it has without being annotated with it, or that nobody has
 */
export function annotatesOf({ data, declared }: AnnotatedSet, types: readonly string[]) {
  if (declared === undefined) return data.types;
  const hidden = data.types.find((type) => types.includes(type) && !declared.includes(type));
  if (hidden !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected every type of ${data.name} in its annotates, received ${declared.join(", ")} without ${hidden}`,
    );
  }
  const unknown = declared.find((type) => !types.includes(type) && !data.types.includes(type));
  if (unknown !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `No type '${unknown}' for ${data.name} to be annotated with. Types: ${types.join(", ")}`,
    );
  }
  return declared;
}

/** What is to be said where a type that doesn't occur in a set is taken for one that it isn't annotated with. */
export function guessedTypes(
  { data, declared }: AnnotatedSet,
  types: readonly string[],
): string | undefined {
  const missing = types.filter((type) => !data.types.includes(type));
  if (declared || data.declaresTypes || missing.length === 0) return undefined;
  const all = [...data.types, ...missing].join(", ");
  return `${data.name} has no ${missing.join(", ")}, and is taken to say nothing of ${missing.length === 1 ? "it" : "them"}; if it is annotated with all types, say so in the plan: annotates: [${all}]`;
}

/** Says of each sentence what it is annotated with, where that isn't everything. */
export function markAnnotates<Parts extends Record<"train" | "dev" | "test", TaggedSentences>>(
  parts: Parts,
  annotates: readonly string[],
  types: readonly string[],
): Parts {
  if (types.every((type) => annotates.includes(type))) return parts;
  const marked = ({ sentences, ...rest }: TaggedSentences): TaggedSentences => ({
    ...rest,
    sentences: sentences.map((sentence) => ({ ...sentence, annotates })),
  });
  const { train, dev, test } = parts;
  return { ...parts, train: marked(train), dev: marked(dev), test: marked(test) };
}
