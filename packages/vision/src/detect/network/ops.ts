/**
 * The operations that the face networks are written in, once for both ways of running them.
 *
 * @module
 */
import type { Weight } from "../weights.js";

export type Activation = "linear" | "relu" | "relu6" | "leakyrelu";

/** The slope of `leakyrelu` below zero. */
export const LEAK = 0.1;

/** A convolution: filter `[height, width, in, out]` (depthwise: `[height, width, in, 1]`), bias. */
export interface ConvLayer {
  readonly filter: Weight;
  readonly bias: Weight;
}

/** How a convolution is applied. */
export interface ConvOptions {
  /** Pixels between the outputs. Default: 1. */
  readonly stride?: number;
  /** Default: `linear`. */
  readonly activation?: Activation;
  /** `same` (default): zeros beyond the border; `valid`: none, so that the output is smaller. */
  readonly pad?: "same" | "valid";
}

/** Operations on batches `[count, height, width, channels]`; `T` stands for a tensor. */
export interface NetworkOps<T> {
  /** A convolution over all channels, its bias and activation. */
  conv(x: T, layer: ConvLayer, options?: ConvOptions): T;
  /** A convolution of each channel alone, its bias and activation. */
  depthwise(x: T, layer: ConvLayer, options?: ConvOptions): T;
  add(a: T, b: T): T;
  relu(x: T): T;
  /** The largest of each 2x2 pixels. */
  maxPool(x: T, stride: 1 | 2): T;
  /** `[count, channels]`: the mean over all pixels. */
  mean(x: T): T;
  /** `[count, out]` from `[count, in]`; filter `[in, out]`. */
  dense(x: T, layer: ConvLayer): T;
  /** `[count, n, columns]`. */
  rows(x: T, columns: number): T;
  /** Joins `[count, n, columns]` along `n`. */
  concatRows(parts: readonly T[]): T;
}

/** How bytes become the network's input: `(level - mean) / deviation`, for red, green and blue. */
export interface InputScale {
  readonly mean: readonly [number, number, number];
  readonly deviation: number;
}

/** A network: what it does to its input. */
export interface NetworkDefinition {
  readonly input: InputScale;
  forward<T>(ops: NetworkOps<T>, x: T): T;
}
