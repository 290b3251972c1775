/**
 * The vocabulary of a set-up: ways of getting the native engine, tried in order, each reported.
 *
 * @module
 */

/** One way of getting the native engine and what became of it. */
export interface SetupAttempt {
  /** `existing`: an addon that already loads. `wheel`: built from the pinned wheel. `vendor`: built from the vendor's library. */
  way: "existing" | "wheel" | "vendor";
  /** `done` ends the set-up; `skipped` was not tried; `failed` was. */
  outcome: "done" | "skipped" | "failed";
  /** One sentence. */
  reason: string;
}

/** What every way is given. */
export interface WayContext {
  signal?: AbortSignal;
  /** Gets one line for each step. */
  onProgress: (line: string) => void;
}
