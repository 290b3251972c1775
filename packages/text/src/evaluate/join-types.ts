/**
 * A set's types of entities and a tagger's, joined by name.
 *
 * @module
 */
import { MltlError, type Span } from "@mltl/core";
import type { TypeMap } from "../data/tagged-set.js";

/** What is compared with what. */
export interface JoinedTypes {
  /** The set's type -> the tagger's: those that are scored. */
  readonly map: TypeMap;
  /** Types of the set that the tagger doesn't know. */
  readonly leftOut: readonly string[];
  /** Types of the tagger that the set doesn't have: what is found of them is neither right nor wrong. */
  readonly ignored: readonly string[];
}

/** What is known of names. */
export interface JoinOptions {
  readonly name: string;
  readonly types: readonly string[];
  /** Asked for: nothing else is scored. */
  readonly given?: TypeMap;
  /** The set's own, for types that the tagger doesn't have by name. */
  readonly commonTypes?: TypeMap;
}

/**
 * Finds each of the set's types among the tagger's: as asked for, else by its own name, else by the
 * name that the set's manifest says it has elsewhere.
 *
 * @throws MltlError `E_USAGE` where they have none in common, or for a type that either doesn't have
 */
export function joinTypes(
  { name, types, given, commonTypes = {} }: JoinOptions,
  modelTypes: readonly string[],
): JoinedTypes {
  if (given) checkGiven(name, types, given, modelTypes);
  const nameOf = (type: string): string | undefined =>
    given ? own(given, type) : modelTypes.includes(type) ? type : own(commonTypes, type);
  const map: Record<string, string> = {};
  for (const type of types) {
    const known = nameOf(type);
    if (known !== undefined && modelTypes.includes(known)) map[type] = known;
  }
  if (Object.keys(map).length === 0) {
    throw new MltlError(
      "E_USAGE",
      `Expected entities of ${modelTypes.join(", ")} for this model, received ${types.join(", ") || "none"} in ${name}`,
      {
        hint: `Types are joined by name: say which is which, --types ${types[0] ?? "TYPE"}=${modelTypes[0]}`,
      },
    );
  }
  const scored = new Set(Object.values(map));
  return {
    map,
    leftOut: types.filter((type) => !Object.hasOwn(map, type)),
    ignored: modelTypes.filter((type) => !scored.has(type)),
  };
}

/** The spans of types that are mapped, as they are called there. */
export function renameSpans(spans: readonly Span[], map: TypeMap): Span[] {
  return spans.flatMap((span) => {
    const type = own(map, span.type);
    return type === undefined ? [] : { ...span, type };
  });
}

/** How many entities of each of some types there are. */
export function countTypes(
  sentences: readonly (readonly { readonly type: string }[])[],
  types: readonly string[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of sentences.flat()) {
    if (types.includes(type)) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

function own(map: TypeMap, type: string): string | undefined {
  return Object.hasOwn(map, type) ? map[type] : undefined;
}

function checkGiven(
  name: string,
  types: readonly string[],
  given: TypeMap,
  modelTypes: readonly string[],
): void {
  for (const [type, known] of Object.entries(given)) {
    if (!types.includes(type)) throw unknownType(type, `of ${name}`, types);
    if (!modelTypes.includes(known)) throw unknownType(known, "of the model", modelTypes);
  }
}

function unknownType(type: string, where: string, known: readonly string[]): MltlError {
  return new MltlError(
    "E_USAGE",
    `Expected a type ${where} for --types (${known.join(", ")}), received '${type}'`,
  );
}
