/**
 * What is in a data set of tagged sentences: sizes, types, lengths, what is tagged in two ways, what
 * splits share.
 *
 * @module
 */
import type { TaggedData } from "./open-tagged.js";
import { learnedText } from "./shared-text.js";
import { splitBy } from "./split-tagged.js";
import type { AnnotatedSentence, TaggedProblem, TaggedSentences } from "./tagged-set.js";

/** Sizes of one split. */
export interface SplitSizes {
  readonly sentences: number;
  readonly tokens: number;
  /** Where they are known, and more than one. */
  readonly documents?: number;
  readonly entities: number;
  readonly byType: Readonly<Record<string, number>>;
  /** Tokens of a sentence. */
  readonly sentenceLength: { readonly mean: number; readonly longest: number };
  /** Tokens of an entity. */
  readonly entityLength: { readonly mean: number; readonly longest: number };
  /** Of its sentences, those that stand word for word in another split. */
  readonly shared: number;
  /** Those that nearly do, the same ones among them. */
  readonly near: number;
  /** Of its entities, those that train has with the same words and type; absent for train. */
  readonly seen?: number;
}

/** Words that are entities of several types. */
export interface AmbiguousSurface {
  readonly text: string;
  /** How often as each type, the most frequent first. */
  readonly types: Readonly<Record<string, number>>;
}

/** A place that is tagged otherwise than the same words mostly are. */
export interface NoiseSuspect {
  readonly text: string;
  readonly split: string;
  /** Number of the sentence in its split, from 0. */
  readonly sentence: number;
  /** What stands there, `O` for nothing. */
  readonly tagged: string;
  readonly mostly: string;
  /** Times that these words are tagged as they mostly are, and times in all. */
  readonly agreeing: number;
  readonly times: number;
  /** The sentence, cut around the place. */
  readonly context: string;
}

export interface TaggedStatistics {
  readonly name: string;
  readonly licence: string;
  readonly sha256: string;
  readonly types: readonly string[];
  readonly splits: Readonly<Record<string, SplitSizes>>;
  /** The most frequent first. */
  readonly ambiguous: readonly AmbiguousSurface[];
  /** The surest first. */
  readonly suspects: readonly NoiseSuspect[];
  readonly problems: readonly TaggedProblem[];
}

/** Words are suspected where they are tagged one way so often, and at least so many times. */
const MOSTLY = 0.8;
const TIMES = 5;
/** Words of the longest surface that is looked for. */
const LONGEST_SURFACE = 6;
/** Words of context on either side. */
const AROUND = 6;

/** Looks through the sentences of every split. */
export async function taggedStatistics(data: TaggedData): Promise<TaggedStatistics> {
  const sets = new Map<string, TaggedSentences>();
  for (const split of data.splits) sets.set(split, await data.read(split));
  const { ambiguous, suspects } = surfacesIn(sets);
  const { name, licence, sha256, types, problems } = data;
  return {
    name,
    licence,
    sha256,
    types,
    splits: Object.fromEntries(
      [...sets].map(([split, set]) => [split, sizesOf(split, set, sets, types)]),
    ),
    ambiguous,
    suspects,
    problems,
  };
}

const textOf = ({ words }: AnnotatedSentence, start = 0, end = words.length) =>
  words.slice(start, end).join(" ");

function sizesOf(
  split: string,
  set: TaggedSentences,
  sets: ReadonlyMap<string, TaggedSentences>,
  types: readonly string[],
): SplitSizes {
  const { sentences, documents = [] } = set;
  const others = [...sets].flatMap(([name, other]) => (name === split ? [] : other.sentences));
  const { same, near } = learnedText({ sentences: others }).sharedWith(set);
  const spans = sentences.flatMap((sentence) =>
    sentence.spans.map((span) => ({ ...span, text: textOf(sentence, span.start, span.end) })),
  );
  const byType = Object.fromEntries(types.map((type) => [type, 0]));
  for (const { type } of spans) byType[type]++;
  const lengths = sentences.map(({ words }) => words.length);
  const train = split === "train" ? undefined : sets.get("train");
  const known = train && knownEntities(train);
  return {
    sentences: sentences.length,
    tokens: sum(lengths),
    ...(splitBy(set) === "document" && { documents: documents.length }),
    entities: spans.length,
    byType,
    sentenceLength: spread(lengths),
    entityLength: spread(spans.map(({ start, end }) => end - start)),
    shared: same,
    near,
    ...(known && { seen: spans.filter(({ type, text }) => known.has(`${type} ${text}`)).length }),
  };
}

function knownEntities({ sentences }: TaggedSentences): Set<string> {
  return new Set(
    sentences.flatMap((sentence) =>
      sentence.spans.map(({ type, start, end }) => `${type} ${textOf(sentence, start, end)}`),
    ),
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function spread(lengths: readonly number[]): { mean: number; longest: number } {
  return {
    mean: sum(lengths) / Math.max(1, lengths.length),
    longest: lengths.reduce((most, length) => Math.max(most, length), 0),
  };
}

/** A place where words that are an entity somewhere stand. */
interface Place {
  readonly split: string;
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
  /** The entity's type, `O` for none. */
  readonly tagged: string;
}

/**
 * Every place of every surface that is an entity somewhere: as an entity, or untagged. Of places
 * that lie within another entity, or cut one, nothing is said: `York` in `New York`.
 */
function surfacesIn(sets: ReadonlyMap<string, TaggedSentences>) {
  const surfaces = new Set<string>();
  for (const { sentences } of sets.values()) {
    for (const sentence of sentences) {
      for (const { start, end } of sentence.spans) {
        if (end - start <= LONGEST_SURFACE) surfaces.add(textOf(sentence, start, end));
      }
    }
  }
  const places = new Map<string, Place[]>();
  for (const [split, { sentences }] of sets) {
    sentences.forEach((sentence, number) => {
      for (const { text, ...place } of placesIn(sentence, surfaces)) {
        const own = places.get(text) ?? [];
        own.push({ ...place, split, sentence: number });
        places.set(text, own);
      }
    });
  }
  const ambiguous: AmbiguousSurface[] = [];
  const suspects: NoiseSuspect[] = [];
  for (const [text, own] of places) {
    const counts = countsOf(own);
    const types = counts.filter(([tagged]) => tagged !== "O");
    if (types.length > 1) ambiguous.push({ text, types: Object.fromEntries(types) });
    const [[mostly, agreeing]] = counts;
    if (own.length < TIMES || agreeing < MOSTLY * own.length) continue;
    for (const place of own.filter(({ tagged }) => tagged !== mostly)) {
      const { split, sentence, tagged } = place;
      const set = sets.get(split) as TaggedSentences;
      const context = contextOf(set.sentences[sentence], place);
      suspects.push({
        text,
        split,
        sentence,
        tagged,
        mostly,
        agreeing,
        times: own.length,
        context,
      });
    }
  }
  const total = ({ types }: AmbiguousSurface) => sum(Object.values(types));
  const surety = ({ agreeing, times }: NoiseSuspect) => agreeing / times + times * 1e-6;
  return {
    ambiguous: ambiguous.sort((a, b) => total(b) - total(a)),
    suspects: suspects.sort((a, b) => surety(b) - surety(a)),
  };
}

function* placesIn(
  sentence: AnnotatedSentence,
  surfaces: ReadonlySet<string>,
): Generator<Omit<Place, "split" | "sentence"> & { text: string }> {
  const { words, spans } = sentence;
  const tagged = new Array<boolean>(words.length).fill(false);
  for (const { type, start, end } of spans) {
    tagged.fill(true, start, end);
    const text = textOf(sentence, start, end);
    if (surfaces.has(text)) yield { text, start, end, tagged: type };
  }
  for (let start = 0; start < words.length; start++) {
    let text = "";
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_SURFACE); end++) {
      if (tagged[end - 1]) break;
      text += (text === "" ? "" : " ") + words[end - 1];
      if (surfaces.has(text)) yield { text, start, end, tagged: "O" };
    }
  }
}

/** The most frequent first. */
function countsOf(places: readonly Place[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { tagged } of places) counts.set(tagged, (counts.get(tagged) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function contextOf(sentence: AnnotatedSentence, { start, end }: Place): string {
  const { words } = sentence;
  const from = Math.max(0, start - AROUND);
  const to = Math.min(words.length, end + AROUND);
  const before = `${from > 0 ? "… " : ""}${textOf(sentence, from, start)}`;
  const after = `${textOf(sentence, end, to)}${to < words.length ? " …" : ""}`;
  return `${before} [${textOf(sentence, start, end)}] ${after}`.trim();
}
