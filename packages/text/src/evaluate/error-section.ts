/**
 * Errors of a tagger with the text around them, for people to read.
 *
 * @module
 */
import { html, type Markup, pageSection, SPAN_ERROR_KINDS, type SpanErrorKind } from "@mltl/core";
import { type EntityError, repeatedErrors } from "./entity-errors.js";
import type { ScoredSentence } from "./scored-sentence.js";

/** Errors of each kind that are shown, words on either side, and rows of those made often. */
const SHOWN = 40;
const AROUND = 10;
const ROWS = 15;

/** What each kind is, for people. */
export const ERROR_WORDS: Readonly<Record<SpanErrorKind, { title: string; words: string }>> = {
  type: { title: "Type", words: "the right words, another type" },
  border: { title: "Border", words: "the right type, other words that overlap" },
  both: { title: "Both", words: "another type, other words that overlap" },
  missed: { title: "Missed", words: "nothing was found there" },
  invented: { title: "Invented", words: "no entity is there" },
};

/** What was got wrong again and again, the most often first. */
export function repeatedSection(
  errors: readonly EntityError[],
  sentences: readonly ScoredSentence[],
): Markup | undefined {
  const repeated = repeatedErrors(errors, sentences).slice(0, ROWS);
  if (repeated.length === 0) return undefined;
  const side = (one: { text: string; type: string } | undefined) =>
    one
      ? html`<bdi>${one.text}</bdi> <span class="type">${one.type}</span>`
      : html`<span class="faint">nothing</span>`;
  const rows = repeated.map(
    ({ gold, predicted, times }) =>
      html`<tr><td>${side(gold)}</td><td>${side(predicted)}</td><td class="number">${times}</td></tr>
`,
  );
  return pageSection(
    html`<p class="faint">Look for labels that are wrong, too.</p>
<div class="tablewrap"><table>
<tr><th>labelled</th><th>found</th><th class="number">times</th></tr>
${rows}</table></div>`,
    { heading: "Made again and again" },
  );
}

/** Errors kind by kind, those that the tagger is surest of first. */
export function errorSection(
  errors: readonly EntityError[],
  sentences: readonly ScoredSentence[],
): Markup | undefined {
  const kinds = SPAN_ERROR_KINDS.map((kind) => ({
    kind,
    own: errors.filter((error) => error.kind === kind),
  })).filter(({ own }) => own.length > 0);
  if (kinds.length === 0) return undefined;
  const lists = kinds.map(({ kind, own }, i) => {
    const shown = own.toSorted(bySureness).slice(0, SHOWN);
    const { title, words } = ERROR_WORDS[kind];
    const some = shown.length < own.length ? `, ${shown.length} shown` : "";
    return html`<details${i === 0 ? html` open` : undefined}><summary><b>${title}</b> <span class="faint">${words}: ${own.length.toLocaleString("en")}${some}</span></summary>
<ul class="errors">
${shown.map((error) => item(error, sentences[error.sentence]))}</ul></details>
`;
  });
  return pageSection(
    html`<p class="faint">Underlined: what is labelled. On a ground: what was found. Where the tagger says how sure it is, the surest come first.</p>
${lists}`,
    { heading: "The errors" },
  );
}

function bySureness(a: EntityError, b: EntityError): number {
  return (b.predicted?.probability ?? 0) - (a.predicted?.probability ?? 0);
}

function item({ gold, predicted, sentence }: EntityError, { words }: ScoredSentence): Markup {
  const start = Math.min(gold?.start ?? Infinity, predicted?.start ?? Infinity);
  const end = Math.max(gold?.end ?? 0, predicted?.end ?? 0);
  const sure =
    predicted?.probability === undefined ? "" : ` ${(100 * predicted.probability).toFixed(0)} %`;
  const verdict = [
    gold && html`<span class="labelled">${gold.type}</span> `,
    predicted && html`<span class="found">${predicted.type}</span>${sure} `,
    html`<span class="faint">sentence ${sentence + 1}</span>`,
  ].filter((part) => part !== undefined);
  return html`<li><p class="verdict">${verdict}</p><p dir="auto">${before(words, start)}${marked(words, start, end, gold, predicted)}${after(words, end)}</p></li>
`;
}

function before(words: readonly string[], start: number): string {
  const from = Math.max(0, start - AROUND);
  const text = words.slice(from, start).map((word) => `${word} `);
  return `${from > 0 ? "… " : ""}${text.join("")}`;
}

function after(words: readonly string[], end: number): string {
  const text = words.slice(end, end + AROUND).map((word) => ` ${word}`);
  return `${text.join("")}${end + AROUND < words.length ? " …" : ""}`;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The words of both, in runs that belong to one, the other, or both. */
function marked(
  words: readonly string[],
  start: number,
  end: number,
  gold: Stretch | undefined,
  predicted: Stretch | undefined,
): Markup[] {
  const holds = (span: Stretch | undefined, i: number) =>
    span !== undefined && i >= span.start && i < span.end;
  const classOf = (i: number) =>
    [holds(gold, i) ? "labelled" : "", holds(predicted, i) ? "found" : ""]
      .filter(Boolean)
      .join(" ");
  const runs: Markup[] = [];
  for (let from = start; from < end; ) {
    let to = from + 1;
    while (to < end && classOf(to) === classOf(from)) to++;
    const text = words.slice(from, to).join(" ");
    runs.push(
      html`${from > start ? " " : ""}<span class="${classOf(from)}"><bdi>${text}</bdi></span>`,
    );
    from = to;
  }
  return runs;
}

/** CSS of these sections. */
export const errorStyle = `
.groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem 2rem; margin-top: .75rem; align-items: start; }
:root { --gold: #1d6f2b; --found: #fbe3bd; }
@media (prefers-color-scheme: dark) { :root { --gold: #7fd58f; --found: #54400f; } }
.type { font-size: .75em; font-weight: 700; letter-spacing: .04em; color: var(--faint); }
details { border-top: 1px solid var(--line); }
summary { padding: .6rem 0; cursor: pointer; }
.errors { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .8rem; }
.errors p { max-width: none; }
.errors li { break-inside: avoid; }
.verdict { font-size: .8rem; font-variant-numeric: tabular-nums; }
.verdict .labelled, .verdict .found { font-weight: 700; letter-spacing: .04em; }
.labelled { border-bottom: 3px solid var(--gold); }
.found { background: var(--found); border-radius: 3px 3px 0 0; padding: .1em .15em; }
@media (min-width: 60rem) { .errors { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 2rem; } }
`;
