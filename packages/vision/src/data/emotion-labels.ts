/**
 * What the field calls the emotions, by our names.
 *
 * @module
 */

/** The emotions in our order: FER2013's numbers, then contempt. */
export const EMOTIONS: readonly string[] = [
  "angry",
  "disgust",
  "fear",
  "happy",
  "sad",
  "surprise",
  "neutral",
  "contempt",
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
  anger: "angry",
  disgusted: "disgust",
  afraid: "fear",
  fearful: "fear",
  happiness: "happy",
  joy: "happy",
  sadness: "sad",
  surprised: "surprise",
  neutrality: "neutral",
  contemptuous: "contempt",
};

/** Ours for the name of an emotion in any case (`Happiness`, `ANGER`); any other name as it is. */
export function canonicalLabel(name: string): string {
  const plain = name.trim().toLowerCase();
  return EMOTIONS.includes(plain) ? plain : (OTHER_NAMES[plain] ?? name.trim());
}

/** Labels, each once: ours in our order, then others by name. */
export function orderLabels(names: Iterable<string>): string[] {
  const found = new Set(names);
  const others = [...found].filter((name) => !EMOTIONS.includes(name));
  return [...EMOTIONS.filter((emotion) => found.has(emotion)), ...others.sort()];
}

/** What sets that number their classes mean by the numbers. */
export const NUMBERINGS = {
  /** Goodfellow et al. 2013. */
  fer2013: { first: 0, labels: EMOTIONS.slice(0, 7) },
  /** Mollahosseini et al. 2017; 8 to 10 are none, uncertain and no face. */
  affectnet: {
    first: 0,
    labels: ["neutral", "happy", "sad", "surprise", "fear", "disgust", "angry", "contempt"],
  },
  /** Li, Deng & Du 2017, basic emotions. */
  "raf-db": {
    first: 1,
    labels: ["surprise", "fear", "disgust", "happy", "sad", "angry", "neutral"],
  },
  /** Lucey et al. 2010. */
  "ck+": {
    first: 0,
    labels: ["neutral", "angry", "contempt", "disgust", "fear", "happy", "sad", "surprise"],
  },
} as const satisfies Record<string, { first: number; labels: readonly string[] }>;

export type Numbering = keyof typeof NUMBERINGS;

/** The label of a number as a set means it; undefined for a number that it gives no emotion. */
export function numberedLabel(number: string, numbering: Numbering): string | undefined {
  const { first, labels } = NUMBERINGS[numbering];
  return labels[Number(number) - first];
}

/** Which set's numbers a folder or file with this path is likely to use, by the names in the path. */
export function numberingOf(place: string): Numbering | undefined {
  if (/affect[-_ ]?net/i.test(place)) return "affectnet";
  if (/raf[-_ ]?db|raf_basic/i.test(place)) return "raf-db";
  if (/fer[-_ ]?2013/i.test(place)) return "fer2013";
  return undefined;
}
