/**
 * The forms that annotated text comes in.
 *
 * @module
 */

/** Every form that is read and written. */
export const ANNOTATION_FORMS = [
  "conll",
  "conllu",
  "brat",
  "spacy",
  "doccano",
  "prodigy",
  "label-studio",
  "csv",
] as const;

/**
 * A form of annotated text:
 * - `conll`: a token and its tag a line, among other columns; a blank line ends the sentence
 * - `conllu`: CoNLL-U, or CoNLL-U Plus with its columns named in the first line
 * - `brat`: a folder of texts with a standoff file (`.ann`) beside each
 * - `spacy`, `doccano`, `prodigy`: JSON Lines, each in its tool's keys
 * - `label-studio`: the JSON that Label Studio exports
 * - `csv`: a row an entity, with offsets of characters
 */
export type AnnotationForm = (typeof ANNOTATION_FORMS)[number];

/** What offsets count: UTF-16 units, as JavaScript and Java do, or code points, as Python does. */
export type OffsetUnit = "utf16" | "code-point";

/**
 * What offsets count in each form, unless said otherwise. brat, spaCy and Prodigy are Python's;
 * Label Studio turns what the browser counts into code points, Doccano stores it as it is.
 */
export const OFFSET_UNITS = {
  brat: "code-point",
  spacy: "code-point",
  doccano: "utf16",
  prodigy: "code-point",
  "label-studio": "code-point",
  csv: "utf16",
} as const satisfies Partial<Record<AnnotationForm, OffsetUnit>>;

/** A form whose entities have offsets. */
export type OffsetForm = keyof typeof OFFSET_UNITS;
