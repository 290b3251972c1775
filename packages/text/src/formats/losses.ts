/**
 * What a form could not hold.
 *
 * @module
 */
import type { AlignedSentence, MisalignedEntity } from "../document/align-entities.js";
import { alignDocument } from "../document/align-entities.js";
import type { TextDocument } from "../document/document.js";
import { Tally } from "./form-contents.js";

/** Counts, while documents are written, what their new form does not say. */
export class Losses {
  readonly #tally = new Tally();
  /** Entities that were left out, as no span of tokens is them. */
  readonly misaligned: MisalignedEntity[] = [];

  add(kind: string, count = 1): void {
    this.#tally.add(kind, count);
  }

  /** By kind, in words. */
  all(): Record<string, number> {
    return this.#tally.all();
  }

  /** The document's sentences for a form of tokens; what they can't say is lost. */
  aligned(document: TextDocument): AlignedSentence[] {
    const { sentences, misaligned } = alignDocument(document);
    for (const entity of misaligned) this.add(KINDS[entity.kind]);
    this.misaligned.push(...misaligned);
    const held = sentences.reduce((sum, { spans }) => sum + spans.length, 0);
    if (held > 0)
      this.add("entities' white space at their ends", widened(document, sentences, misaligned));
    if (document.text.trim() !== "" && sentences.length === 0) this.add("documents without tokens");
    return sentences;
  }

  /** For a form without tokens. */
  tokens({ sentences }: TextDocument): void {
    if (sentences) this.add("sentences' tokens", sentences.length);
  }

  /** For a form whose entities are of one piece each. */
  pieces({ entities }: TextDocument): void {
    const several = entities.filter(({ fragments }) => fragments && fragments.length > 1);
    this.add("gaps of entities in pieces", several.length);
  }

  /** Text as UTF-8 holds it. */
  encodable(text: string): string {
    const lone = text.match(/\p{Surrogate}/gu)?.length ?? 0;
    if (lone === 0) return text;
    this.add("lone surrogates", lone);
    return text.replace(/\p{Surrogate}/gu, "\ufffd");
  }

  /** A label, with what may not be in one replaced. */
  label(type: string, forbidden: RegExp): string {
    const label = this.encodable(type.replace(forbidden, "_"));
    if (label !== type) this.add("labels spelt otherwise");
    return label;
  }
}

const KINDS = {
  "inside-token": "entities that begin or end inside a token",
  "crosses-sentences": "entities that cross sentences",
  overlaps: "entities that overlap a longer one",
  "in-pieces": "entities in pieces",
  "no-token": "entities without a token",
} as const satisfies Record<MisalignedEntity["kind"], string>;

/** How many aligned entities have white space of theirs outside their tokens. */
function widened(
  { entities }: TextDocument,
  sentences: readonly AlignedSentence[],
  misaligned: readonly MisalignedEntity[],
): number {
  const places = new Set<string>();
  for (const { spans, tokens } of sentences) {
    for (const { type, start, end } of spans) {
      places.add(`${type} ${tokens[start].start} ${tokens[end - 1].end}`);
    }
  }
  const out = new Set(misaligned.map(({ entity }) => entity));
  const exact = (entity: TextDocument["entities"][number]) =>
    places.has(`${entity.type} ${entity.start} ${entity.end}`);
  return entities.filter((entity) => !out.has(entity) && !exact(entity)).length;
}
