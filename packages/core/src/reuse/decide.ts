/**
 * What is to become of each parameter of a network that takes over another's weights.
 *
 * @module
 */
import type { Vocabularies } from "../artifact/vocabularies.js";
import type { Block, Parameter } from "../network/block.js";
import { type AxisFit, fitAxes } from "./fit-axes.js";
import type { SourceParameter, WeightSource } from "./weight-source.js";

/** A parameter of the target that the source has numbers for. */
export interface Taking {
  readonly kind: "take";
  readonly block: Block;
  readonly parameter: Parameter;
  /** Its name in the source. */
  readonly from: string;
  readonly given: SourceParameter;
  readonly fits: readonly AxisFit[];
  /** True where every entry keeps its place. */
  readonly exact: boolean;
  /** How it was fitted, or what is to be known of it. */
  readonly how?: string;
}

/** A parameter of the target that stays as it is. */
export interface Leaving {
  readonly kind: "leave";
  readonly block: Block;
  readonly parameter: Parameter;
  /** The source's parameter of that name, where there is one. */
  readonly from?: string;
  /** True where the source has it and it doesn't fit. */
  readonly misfit: boolean;
  readonly reason: string;
}

export type Decision = Taking | Leaving;

/** What decisions are made from. */
export interface Matching {
  readonly source: WeightSource;
  /** The target's names of the source's parameters -> the source's. */
  readonly fromOf: ReadonlyMap<string, string>;
  /** Blocks of the target that may take something over. */
  readonly chosen: ReadonlySet<Block>;
  /** Names along the target's axes. */
  readonly vocabularies: Vocabularies;
}

/** Decides on one parameter. */
export function decide(
  block: Block,
  parameter: Parameter,
  { source, fromOf, chosen, vocabularies }: Matching,
): Decision {
  const leave = (reason: string, from?: string, misfit = false): Leaving => {
    return { kind: "leave", block, parameter, from, misfit, reason };
  };
  const from = fromOf.get(parameter.name);
  const given = from === undefined ? undefined : source.parameters.get(from);
  if (from === undefined || !given) return leave("not in the source");
  if (!chosen.has(block)) return leave("block not chosen", from);
  const fits = fitAxes(
    { shape: given.shape, axes: given.axes, vocabularies: source.vocabularies },
    { shape: parameter.shape, axes: parameter.axes, vocabularies },
  );
  if ("kind" in fits) return leave(fits.reason, from, true);
  const exact = fits.every(({ kind }) => kind === "same");
  return { kind: "take", block, parameter, from, given, fits, exact, how: notesOf(fits) };
}

/** What is to be said of the axes, each thing once. */
function notesOf(fits: readonly AxisFit[]): string | undefined {
  const notes = new Set(fits.flatMap(({ note }) => note ?? []));
  return notes.size > 0 ? [...notes].join(", ") : undefined;
}
