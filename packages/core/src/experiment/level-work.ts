/**
 * What a level's process is told and what it tells.
 *
 * @module
 */
import type { ErrorCode } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import type { HistoryEntry } from "../train/checkpoint.js";
import type { Pilot } from "./records.js";

/** A level to be trained, timed by a few steps, or asked for its answers, in a process of its own. */
export interface LevelWork {
  readonly kind: "train" | "pilot" | "answer";
  readonly plan: Plan;
  readonly seed: number;
  /** Which of the plan's levels. */
  readonly index: number;
  readonly key: string;
  /** Key of the level it begins with, where it does. */
  readonly previous?: string;
  /** The cache's folder. */
  readonly cache: string;
  readonly dataRoot: string;
  /** Folder of the data sets' manifests; the project's where left out. */
  readonly manifests?: string;
  /** What registers tasks and networks when it is imported: URLs. */
  readonly modules: readonly string[];
  /** Cores it may use. */
  readonly threads: number;
}

/** Why something failed, in words. */
export interface Failure {
  /** Of an `MltlError`. */
  readonly code?: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** An epoch of a level. */
export type LevelEpoch = HistoryEntry & { readonly best: boolean };

/** How a level's process ended. */
export type LevelEnding =
  | { readonly kind: "done"; readonly pilot?: Pilot }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What it tells on the way. */
export type LevelNews =
  /** Another process works on the same level. */
  | { readonly kind: "waiting"; readonly holder: string }
  | { readonly kind: "resumed"; readonly steps: number; readonly epochs: number }
  | { readonly kind: "epoch"; readonly entry: LevelEpoch };
