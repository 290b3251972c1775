import { Block } from "#core/network/block.js";
import type { Initializer } from "#core/network/initializers.js";
import { randomStream } from "#core/random/random.js";
import type { SourceParameter, WeightSource } from "#core/reuse/weight-source.js";

/** A source of these arrays. */
export function sourceOf(
  parameters: Record<string, Omit<SourceParameter, "values"> & { values: readonly number[] }>,
  vocabularies: WeightSource["vocabularies"] = {},
): WeightSource {
  return {
    name: "tiny",
    parameters: new Map(
      Object.entries(parameters).map(([name, { values, ...rest }]) => [
        name,
        { ...rest, values: Float32Array.from(values) },
      ]),
    ),
    vocabularies,
    lineage: { name: "tiny", from: [] },
  };
}

/** Begins with these numbers. */
export const numbers =
  (...values: number[]): Initializer =>
  () =>
    Float32Array.from(values);

/** Begins with -1 everywhere. */
export const unset: Initializer = (shape) =>
  new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(-1);

export function block(name: string): Block {
  return new Block(name, randomStream(1));
}
