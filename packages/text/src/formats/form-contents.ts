/**
 * What a reader of one form gives.
 *
 * @module
 */
import type { TextDocument } from "../document/document.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import type { OffsetUnit } from "./annotation-form.js";
import type { AnnotationProblem } from "./annotation-problem.js";

/** What may be said of how annotated text is read; each form takes what concerns it. */
export interface ReadFormOptions {
  /** Scheme of the tags of `conll` and `conllu`. Default: found over the whole file. */
  readonly scheme?: TagSchemeName;
  /** What becomes of tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
  /**
   * Which columns hold what: in `conll` their numbers, from 1; in `conllu` the name of the column
   * of tags, or of the key of MISC. Default: found.
   */
  readonly columns?: { readonly token?: number | string; readonly tag?: number | string };
  /** Column or key of the text, in `csv` and JSON. Default: `text`. */
  readonly textColumn?: string;
  /** What offsets count. Default: the form's own unit. */
  readonly offsets?: OffsetUnit;
}

/** The documents of one file or folder, and how it was read. */
export interface FormContents {
  readonly documents: TextDocument[];
  readonly problems: AnnotationProblem[];
  /** What else stood there and has no place in a document, by kind: how many. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** How it was read where that was found rather than declared, a sentence each. */
  readonly notes: readonly string[];
}

/** Counts by kind. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(kind: string, count = 1): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
