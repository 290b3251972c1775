/**
 * conlleval as its authors published it with CoNLL-2000 (version 2004-01-26, by Erik Tjong Kim Sang),
 * written anew from its rules: one pass over the tokens, with a table of what begins and what ends a
 * chunk. The published tables know B, I, O and E; the rows of S, and those from E to B, are those
 * that its users added for IOBES, where E and S end a chunk and B and S begin one.
 */

/** Percent, as conlleval prints them before rounding. */
export interface ConllevalScore {
  precision: number;
  recall: number;
  f1: number;
}

export interface ConllevalResult {
  all: ConllevalScore;
  byType: Record<string, ConllevalScore>;
  /** Share of tokens with the right tag, percent. */
  accuracy: number;
}

/** Previous tag and tag between which a chunk ends, whatever the types. */
const ENDS = new Set(["BB", "BO", "IB", "IO", "EE", "EI", "EO"]);
const ENDS_IOBES = new Set(["BS", "IS", "ES", "EB", "SE", "SI", "SO", "SS", "SB"]);
/** ... and between which one begins. */
const STARTS = new Set(["BB", "IB", "OB", "OI", "EE", "EI", "OE"]);
const STARTS_IOBES = new Set(["SB", "EB", "BS", "IS", "OS", "SS", "ES", "SI", "SE"]);

interface ChunkTag {
  tag: string;
  type: string;
}

function ends(previous: ChunkTag, next: ChunkTag): boolean {
  const pair = previous.tag + next.tag;
  if (ENDS.has(pair) || ENDS_IOBES.has(pair)) return true;
  return previous.tag !== "O" && previous.type !== next.type;
}

function starts(previous: ChunkTag, next: ChunkTag): boolean {
  const pair = previous.tag + next.tag;
  if (STARTS.has(pair) || STARTS_IOBES.has(pair)) return true;
  return next.tag !== "O" && previous.type !== next.type;
}

function split(text: string): ChunkTag {
  const [, tag = text, type = ""] = /^([^-]*)-(.*)$/.exec(text) ?? [];
  return { tag, type };
}

/** Scores sentences of tags: `B-PER`, `I-PER`, `O`, ... */
export function conlleval(
  gold: readonly (readonly string[])[],
  guessed: readonly (readonly string[])[],
): ConllevalResult {
  const tallies = { correct: new Tally(), gold: new Tally(), guessed: new Tally() };
  const out = { tag: "O", type: "" };
  let [lastGold, lastGuessed] = [out, out];
  let inCorrect = false;
  let [tokens, right] = [0, 0];
  const step = (nextGold: ChunkTag, nextGuessed: ChunkTag) => {
    const goldEnds = ends(lastGold, nextGold);
    const guessedEnds = ends(lastGuessed, nextGuessed);
    if (inCorrect) {
      if (goldEnds && guessedEnds && lastGuessed.type === lastGold.type) {
        inCorrect = false;
        tallies.correct.add(lastGold.type);
      } else if (goldEnds !== guessedEnds || nextGuessed.type !== nextGold.type) {
        inCorrect = false;
      }
    }
    const goldStarts = starts(lastGold, nextGold);
    const guessedStarts = starts(lastGuessed, nextGuessed);
    if (goldStarts && guessedStarts && nextGuessed.type === nextGold.type) inCorrect = true;
    if (goldStarts) tallies.gold.add(nextGold.type);
    if (guessedStarts) tallies.guessed.add(nextGuessed.type);
    [lastGold, lastGuessed] = [nextGold, nextGuessed];
  };
  gold.forEach((tags, i) => {
    tags.forEach((text, j) => {
      step(split(text), split(guessed[i][j]));
      tokens++;
      if (text === guessed[i][j]) right++;
    });
    // The empty line after a sentence.
    step(out, out);
  });
  const types = new Set([...tallies.gold.types, ...tallies.guessed.types]);
  const score = (type?: string): ConllevalScore => {
    const [correct, found, all] = [tallies.correct, tallies.guessed, tallies.gold].map((tally) =>
      tally.of(type),
    );
    const precision = found > 0 ? (100 * correct) / found : 0;
    const recall = all > 0 ? (100 * correct) / all : 0;
    const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
    return { precision, recall, f1 };
  };
  return {
    all: score(),
    byType: Object.fromEntries([...types].map((type) => [type, score(type)])),
    accuracy: (100 * right) / tokens,
  };
}

class Tally {
  readonly #counts = new Map<string, number>();

  get types(): Iterable<string> {
    return this.#counts.keys();
  }

  add(type: string): void {
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
  }

  /** Of all types where none is named. */
  of(type?: string): number {
    if (type !== undefined) return this.#counts.get(type) ?? 0;
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
}
