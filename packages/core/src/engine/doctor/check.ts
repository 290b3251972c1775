/**
 * The vocabulary of `mltl doctor`: facts, each judged, each with what to do where it is wrong.
 *
 * @module
 */

/** One fact and the judgement of it. */
export interface Check {
  /** What was looked at, e.g. `native engine`. */
  name: string;
  /** `warning`: works, but less well. `failed`: damaged or unfit. */
  status: "ok" | "warning" | "failed";
  /** What was found, in one line. */
  detail: string;
  /** What to do; given for every warning and failure. */
  advice?: string;
}

/** Looks at something. What it throws becomes a failed check. */
export interface Examination {
  name: string;
  examine: () => Promise<Check[]> | Check[];
}

/** What {@link runExaminations} found. */
export interface DoctorReport {
  /** No check failed; there may be warnings. */
  ok: boolean;
  checks: Check[];
}

/** Runs every examination in order; none stops another. */
export async function runExaminations(examinations: readonly Examination[]): Promise<DoctorReport> {
  const checks: Check[] = [];
  for (const { name, examine } of examinations) {
    try {
      checks.push(...(await examine()));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const hint = (error as { hint?: unknown }).hint;
      const advice = typeof hint === "string" ? hint : "This should not happen: please report it.";
      checks.push({ name, status: "failed", detail, advice });
    }
  }
  return { ok: checks.every(({ status }) => status !== "failed"), checks };
}
