/**
 * Sentences that are nearly the same: those whose runs of three words mostly agree, found by what is
 * rare in them (prefix filtering, Chaudhuri et al. 2006; Bayardo et al. 2007).
 *
 * @module
 */

/** Share of all runs of two sentences that they have in common, at least. */
const ALIKE = 0.8;
const RUN = 3;
/** A run that stands nowhere in what is looked through is the rarest. */
const NOWHERE = 0;

/** Looks a sentence up. */
export interface NearSentences {
  /**
   * Whether a sentence is there that is nearly this one: 0.8 of the runs of three words that either
   * has are in both; case and which digits don't count. Shorter ones are near only to their equals.
   */
  has(words: readonly string[]): boolean;
}

/** Makes sentences known. */
export function nearSentences(sentences: Iterable<readonly string[]>): NearSentences {
  const known = Array.from(sentences, runsOf);
  const counts = new Map<string, number>();
  for (const runs of known) {
    for (const run of runs) counts.set(run, (counts.get(run) ?? NOWHERE) + 1);
  }
  /** The rarest runs: of two that are alike, these have one in common at least. */
  const rarest = (runs: ReadonlySet<string>) =>
    [...runs]
      .sort((a, b) => (counts.get(a) ?? NOWHERE) - (counts.get(b) ?? NOWHERE) || (a < b ? -1 : 1))
      .slice(0, runs.size - Math.ceil(ALIKE * runs.size) + 1);
  const places = new Map<string, number[]>();
  known.forEach((runs, i) => {
    for (const run of rarest(runs)) {
      const own = places.get(run);
      if (own) own.push(i);
      else places.set(run, [i]);
    }
  });
  return {
    has(words) {
      const runs = runsOf(words);
      return rarest(runs).some((run) => places.get(run)?.some((i) => alike(runs, known[i])));
    },
  };
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (Math.min(a.size, b.size) < ALIKE * Math.max(a.size, b.size)) return false;
  let both = 0;
  for (const run of a) if (b.has(run)) both++;
  return both >= ALIKE * (a.size + b.size - both);
}

/** Runs of three words, of a shorter sentence the whole of it. */
function runsOf(words: readonly string[]): Set<string> {
  const plain = words.map((word) => word.toLowerCase().replaceAll(/\p{Nd}/gu, "0"));
  if (plain.length < RUN) return new Set([plain.join(" ")]);
  return new Set(plain.slice(RUN - 1).map((_, i) => plain.slice(i, i + RUN).join(" ")));
}
