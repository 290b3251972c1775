/**
 * Copies an array into another whose axes it was fitted to.
 *
 * @module
 */
import { sizeOf } from "../graph/host-array.js";
import type { AxisFit } from "./fit-axes.js";

interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Fills the places of `target` that the source has numbers for.
 *
 * Channels of the input picture: several become one by summing their kernels, which answers a grey
 * picture as the source answers it in every channel; one becomes n by an n-th of its kernel in each,
 * which answers n equal channels as the source answers one.
 */
export function takeOver(source: Numbers, target: Numbers, fits: readonly AxisFit[]): void {
  const fitted = fits.reduce(
    (array, fit, axis) =>
      fit.kind === "channels" ? fitChannels(array, axis, target.shape[axis]) : array,
    source,
  );
  copyAxis(fitted, target, fits, { axis: 0, from: 0, to: 0 });
}

/** Numbers of the target that the source fills. */
export function numbersTaken(shape: readonly number[], fits: readonly AxisFit[]): number {
  return sizeOf(shape.map((side, axis) => sharedAlong(fits[axis], side)));
}

function sharedAlong(fit: AxisFit, side: number): number {
  return fit.kind === "named" ? fit.shared : side;
}

function fitChannels({ shape, values }: Numbers, axis: number, channels: number): Numbers {
  const before = sizeOf(shape.slice(0, axis));
  const after = sizeOf(shape.slice(axis + 1));
  const given = shape[axis];
  const result = new Float32Array(before * channels * after);
  for (let i = 0; i < before; i++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let k = 0; k < after; k++) {
        let sum = 0;
        for (let j = 0; j < given; j++) sum += values[(i * given + j) * after + k];
        result[(i * channels + channel) * after + k] = sum / channels;
      }
    }
  }
  return { shape: shape.with(axis, channels), values: result };
}

interface Place {
  readonly axis: number;
  /** Entries of all axes so far, as one index. */
  readonly from: number;
  readonly to: number;
}

function copyAxis(
  source: Numbers,
  target: Numbers,
  fits: readonly AxisFit[],
  { axis, from, to }: Place,
): void {
  if (fits.slice(axis).every(({ kind }) => kind !== "named")) {
    const size = sizeOf(target.shape.slice(axis));
    target.values.set(source.values.subarray(from * size, (from + 1) * size), to * size);
    return;
  }
  const fit = fits[axis];
  const given = source.shape[axis];
  const wanted = target.shape[axis];
  for (let i = 0; i < wanted; i++) {
    const place = fit.kind === "named" ? fit.sources[i] : i;
    if (place < 0) continue;
    copyAxis(source, target, fits, {
      axis: axis + 1,
      from: from * given + place,
      to: to * wanted + i,
    });
  }
}
