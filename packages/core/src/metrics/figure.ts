/**
 * What figures are by their names: fractions, of which more is better, or measures of surprise.
 *
 * @module
 */

/** Measures of surprise: less is better, and they are no fractions. */
const SURPRISES: ReadonlySet<string> = new Set(["perplexity", "bits"]);

/** Whether a figure is the better the smaller it is, by the first word of its name: `bits forward`. */
export function lowerIsBetter(name: string): boolean {
  return SURPRISES.has(name.split(" ", 1)[0]);
}

/** `61.2 %` of a fraction, `84.31` of any other figure. */
export function formatFigure(name: string, value: number): string {
  return lowerIsBetter(name) ? value.toFixed(2) : `${(100 * value).toFixed(1)} %`;
}
