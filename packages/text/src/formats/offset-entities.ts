/**
 * Entities with offsets, checked against their text.
 *
 * @module
 */
import type { TextEntity } from "../document/document.js";
import { cutsSurrogatePair } from "../segment/code-points.js";
import type { OffsetUnit } from "./annotation-form.js";
import type { ProblemLog } from "./annotation-problem.js";
import { CodePointOffsets } from "./code-point-offsets.js";

/** An entity as a file has it. */
export interface RawEntity {
  readonly type: unknown;
  readonly start: unknown;
  readonly end: unknown;
  /** Pieces, in order, of one that has several. */
  readonly fragments?: readonly { readonly start: number; readonly end: number }[];
  /** Its text, where the file repeats it. */
  readonly text?: string;
  readonly line?: number;
}

/** Turns one text's entities into {@link TextEntity}, and logs those that are none. */
export class OffsetEntities {
  readonly #text: string;
  readonly #unit: OffsetUnit;
  readonly #log: ProblemLog;
  readonly #map: CodePointOffsets;
  readonly #entities: TextEntity[] = [];
  /** Whether an entity would stand elsewhere in the other unit, and its text wasn't there to tell. */
  unsure = false;

  constructor(text: string, unit: OffsetUnit, log: ProblemLog) {
    this.#text = text;
    this.#unit = unit;
    this.#log = log;
    this.#map = new CodePointOffsets(text);
  }

  add(raw: RawEntity): void {
    const { type, line } = raw;
    if (typeof type !== "string" || type === "") {
      this.#log.add("bad-offsets", `expected a label for an entity, received ${show(type)}`, line);
      return;
    }
    const pieces = raw.fragments ?? [{ start: raw.start, end: raw.end }];
    const own = pieces.flatMap(({ start, end }) => this.#stretch(start, end) ?? []);
    if (own.length < pieces.length) {
      const places = pieces.map(({ start, end }) => `${show(start)}-${show(end)}`).join(", ");
      const { length } = this.#text;
      const size = this.#unit === "utf16" ? length : this.#map.fromUtf16(length);
      const why = `expected a stretch of a text of ${size} ${UNIT[this.#unit]} for ${type}, received ${places}`;
      this.#log.add("bad-offsets", why, line);
      return;
    }
    const start = Math.min(...own.map((piece) => piece.start));
    const end = Math.max(...own.map((piece) => piece.end));
    this.#compare(raw, own);
    this.#entities.push(
      own.length > 1 ? { type, start, end, fragments: own } : { type, start, end },
    );
  }

  /** In order: by start, of those with the same start the longer first. */
  all(): TextEntity[] {
    return this.#entities.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  #stretch(start: unknown, end: unknown, unit = this.#unit): Stretch | undefined {
    if (!isOffset(start) || !isOffset(end)) return undefined;
    const convert = (at: number) => (unit === "utf16" ? at : this.#map.toUtf16(at));
    const own = { start: convert(start), end: convert(end) };
    const fits = own.start < own.end && own.end <= this.#text.length;
    const whole =
      !cutsSurrogatePair(this.#text, own.start) && !cutsSurrogatePair(this.#text, own.end);
    return fits && whole ? own : undefined;
  }

  #compare({ type, start, end, text, line }: RawEntity, own: readonly Stretch[]): void {
    if (text === undefined) {
      const last = own[own.length - 1];
      this.unsure ||= this.#map.fromUtf16(last.end) !== last.end;
      return;
    }
    const found = own.map((piece) => this.#text.slice(piece.start, piece.end)).join(" ");
    if (squeezed(found) === squeezed(text)) return;
    const other = this.#unit === "utf16" ? "code-point" : "utf16";
    const there = this.#stretch(start, end, other);
    const fits = there && squeezed(this.#text.slice(there.start, there.end)) === squeezed(text);
    const hint = fits ? `; counted in ${UNIT[other]} it is what the file says` : "";
    const why = `${type} at ${show(start)}-${show(end)} is '${found}' in the text and '${text}' in the file${hint}`;
    this.#log.add("other-text", why, line);
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const UNIT: Readonly<Record<OffsetUnit, string>> = {
  utf16: "UTF-16 units",
  "code-point": "code points",
};

const isOffset = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
