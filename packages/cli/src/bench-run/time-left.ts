/**
 * How long the levels that are missing will take.
 *
 * @module
 */
import type { PlannedCell } from "@mltl/core";

interface LeftLevel {
  readonly kind: string;
  readonly seconds?: number;
}

/** Learns from each level that ends. */
export class TimeLeft {
  private readonly left = new Map<string, LeftLevel>();
  private readonly took = new Map<string, number[]>();

  /** @param planned - every cell that is wanted, with what is known of its levels */
  constructor(
    planned: readonly PlannedCell[],
    private readonly jobs: number,
  ) {
    for (const { cell, levels } of planned) {
      const { plan, data, fraction } = cell;
      for (const { key, index, status, seconds } of levels) {
        if (status === "cached" || this.left.has(key)) continue;
        this.left.set(key, { kind: JSON.stringify([plan, data, fraction, index]), seconds });
      }
    }
  }

  /** A level has ended after so many seconds. */
  ended(key: string, seconds: number): void {
    const level = this.left.get(key);
    if (!level) return;
    this.left.delete(key);
    this.took.set(level.kind, [...(this.took.get(level.kind) ?? []), seconds]);
  }

  /** Trainings that are left, and seconds where anything is known: of its own kind, else of any. */
  now(): { trainings: number; seconds?: number } {
    const any = [...this.took.values()].flat();
    let seconds = 0;
    for (const { kind, seconds: known } of this.left.values()) {
      const own = this.took.get(kind) ?? [];
      const guess =
        own.length > 0 ? mean(own) : (known ?? (any.length > 0 ? mean(any) : undefined));
      if (guess === undefined) return { trainings: this.left.size };
      seconds += guess;
    }
    return { trainings: this.left.size, seconds: seconds / this.jobs };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
