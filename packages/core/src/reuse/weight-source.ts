/**
 * What weights can be taken from: models of ours and of others.
 *
 * @module
 */
import type { Lineage } from "../artifact/lineage.js";
import type { Vocabularies } from "../artifact/vocabularies.js";
import type { Axes } from "../network/block.js";

/** One array of a source. */
export interface SourceParameter {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
  /** As a parameter's; taken from the target's where the source doesn't know. */
  readonly axes?: Axes;
}

/** Weights by name, and what is known of them. */
export interface WeightSource {
  /** For people: the folder or file, or the network's name. */
  readonly name: string;
  /** By full name, `block/parameter`, in the source's order. */
  readonly parameters: ReadonlyMap<string, SourceParameter>;
  readonly vocabularies: Vocabularies;
  /** The levels behind the weights, for the lineage of what begins from them. */
  readonly lineage: Lineage;
}

/** A form of weights. */
export interface WeightFormat {
  /** True when this form reads what lies at `path`; left out where the form has to be named. */
  matches?(path: string): Promise<boolean>;
  /** @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM` */
  open(path: string): Promise<WeightSource>;
}
