/**
 * How the entries along an axis of one array find their places in another: by their names, or by
 * position.
 *
 * @module
 */
import type { Vocabularies } from "../artifact/vocabularies.js";
import { MltlError } from "../errors.js";
import { type Axes, CHANNELS } from "../network/block.js";

/** An array's form as far as fitting it goes. */
export interface NamedShape {
  readonly shape: readonly number[];
  readonly axes?: Axes;
  readonly vocabularies: Vocabularies;
}

/** What becomes of one axis. */
export type AxisFit =
  /** Entry i becomes entry i. */
  | { readonly kind: "same"; readonly note?: string }
  /** Entry i of the target is entry `sources[i]` of the source; -1 keeps what it began with. */
  | {
      readonly kind: "named";
      readonly sources: Int32Array;
      readonly shared: number;
      readonly note: string;
    }
  /** Channels of the input picture become one by summing, or one becomes several. */
  | { readonly kind: "channels"; readonly note: string };

/** A reason why an axis has no place in the other. */
export interface Unfit {
  readonly kind: "unfit";
  readonly reason: string;
}

/** Fits every axis of `source` to the same axis of `target`, or says which one doesn't fit. */
export function fitAxes(source: NamedShape, target: NamedShape): readonly AxisFit[] | Unfit {
  if (source.shape.length !== target.shape.length) return unlike(source, target);
  const fits: AxisFit[] = [];
  for (let axis = 0; axis < target.shape.length; axis++) {
    const fit = fitAxis(source, target, axis);
    if (fit.kind === "unfit") return fit;
    fits.push(fit);
  }
  return fits;
}

function fitAxis(source: NamedShape, target: NamedShape, axis: number): AxisFit | Unfit {
  const list = target.axes?.[axis];
  const from = source.shape[axis];
  const to = target.shape[axis];
  if (list === undefined) return from === to ? { kind: "same" } : unlike(source, target);
  if (list === CHANNELS) return fitChannels(from, to, () => unlike(source, target));
  const theirs = sourceNames(source, list, axis);
  const ours = targetNames(target, list, axis);
  if (theirs && ours) return fitNames(theirs, ours, list);
  const silent = theirs ? "target" : "source";
  const plural = pluralOf(list);
  if (from === to) return { kind: "same", note: `by position: the ${silent} names no ${plural}` };
  return { kind: "unfit", reason: `${from} ${plural} for ${to}, and the ${silent} names none` };
}

function fitChannels(from: number, to: number, otherwise: () => Unfit): AxisFit | Unfit {
  if (from === to) return { kind: "same" };
  if (to === 1) return { kind: "channels", note: `${from} channels summed` };
  if (from === 1) return { kind: "channels", note: `1 channel shared among ${to}` };
  return otherwise();
}

function fitNames(
  theirs: readonly string[],
  ours: readonly string[],
  list: string,
): AxisFit | Unfit {
  const places = new Map(theirs.map((name, i) => [name, i]));
  const sources = Int32Array.from(ours, (name) => places.get(name) ?? -1);
  const inPlace = theirs.length === ours.length && sources.every((place, i) => place === i);
  if (inPlace) return { kind: "same" };
  const shared = sources.reduce((count, place) => count + (place < 0 ? 0 : 1), 0);
  const plural = pluralOf(list);
  if (shared === 0) return { kind: "unfit", reason: `no ${plural} in common` };
  return { kind: "named", sources, shared, note: `${shared} of ${ours.length} ${plural}` };
}

/** A source that says nothing of its axes is taken to have the target's there, if the size agrees. */
function sourceNames({ axes, shape, vocabularies }: NamedShape, list: string, axis: number) {
  const named = axes ? axes[axis] : list;
  const names = named === undefined ? undefined : vocabularies[named];
  return names?.length === shape[axis] ? names : undefined;
}

function targetNames({ shape, vocabularies }: NamedShape, list: string, axis: number) {
  const names = vocabularies[list];
  if (names === undefined || names.length === shape[axis]) return names;
  throw new MltlError(
    "E_USAGE",
    `Expected ${shape[axis]} names for '${list}' of the network, received ${names.length}`,
  );
}

function unlike(source: NamedShape, target: NamedShape): Unfit {
  const size = ({ shape }: NamedShape) => shape.join("x") || "a scalar";
  return { kind: "unfit", reason: `${size(source)} for ${size(target)}` };
}

/** `labels` of `label`, `tags` of `tag/diseases` */
function pluralOf(list: string): string {
  return `${list.split("/", 1)[0]}s`;
}
