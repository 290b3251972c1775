import {
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  type RecordWriter,
  type Sink,
} from "@mltl/core";
import type { TaggedSentence } from "../tag/tag.js";
import { ENTITY_COLOURS } from "./entity-colours.js";
import { shownText } from "./shown-text.js";

/**
 * A page with the text itself and its entities marked, each with its type's name, and the counts
 * on top. It is written as it comes, so that a long text needs no memory.
 *
 * @param types - the kinds of entities that there may be, in the order of the legend
 * @param shell - whether to write a whole page; otherwise sections for one that has
 *   {@link textStyle}
 */
export function createHtmlWriter(
  sink: Sink,
  types: readonly string[],
  shell = true,
): RecordWriter<TaggedSentence> {
  return new HtmlWriter(sink, types, shell);
}

class HtmlWriter implements RecordWriter<TaggedSentence> {
  readonly #sink: Sink;
  readonly #counts: Map<string, number>;
  readonly #shell: boolean;
  #path: string | undefined;
  #inParagraph = false;
  /** Whether a rule has found something. */
  #rules = false;
  #inputs = 0;
  #sentences = 0;

  constructor(sink: Sink, types: readonly string[], shell: boolean) {
    this.#sink = sink;
    this.#shell = shell;
    this.#counts = new Map(types.map((type) => [type, 0]));
  }

  get readerGone(): boolean {
    return this.#sink.readerGone;
  }

  async write(tagged: TaggedSentence): Promise<void> {
    const { record, opens } = tagged;
    let text = this.#head();
    if (record.path !== this.#path) text += this.#openInput(record.path);
    if (record.status !== "ok") {
      text += `${this.#closeParagraph()}${html`<p class="problem">${record.status}: ${record.reason}</p>\n`}`;
    } else if (record.text === "") {
      text += `${html`<p class="faint">no text</p>\n`}`;
    } else {
      text += this.#lead(opens) + this.#marked(tagged);
      this.#sentences++;
    }
    await this.#sink.write(text);
  }

  async close(): Promise<void> {
    const head = this.#head();
    const sums = pageSection(this.#legend(), { heading: "Names by type", first: true });
    const rules = this.#rules
      ? " A dashed line below a mark: found by a gazetteer or a pattern."
      : "";
    const words = `Marked by a model: it errs. Hover a mark for its probability.${rules}`;
    const foot = this.#shell ? pageFoot(words) : "";
    await this.#sink.write(`${head}${this.#closeInput()}${sums}${foot}`);
    await this.#sink.close();
  }

  discard(): Promise<void> {
    return this.#sink.discard();
  }

  #head(): string {
    if (!this.#shell || this.#inputs > 0) return "";
    return String(pageHead({ title: "Entities in text", style: textStyle }));
  }

  #openInput(path: string): string {
    const before = this.#closeInput();
    this.#path = path;
    this.#inputs++;
    const name = path === "-" ? "standard input" : path;
    return `${before}${html`<section class="card text">\n<h2>${name}</h2>\n`}`;
  }

  #closeInput(): string {
    return this.#path === undefined ? "" : `${this.#closeParagraph()}</section>\n`;
  }

  #closeParagraph(): string {
    const text = this.#inParagraph ? "</p>\n" : "";
    this.#inParagraph = false;
    return text;
  }

  #lead(opens: TaggedSentence["opens"]): string {
    if (this.#inParagraph && opens !== "paragraph") return opens === "line" ? "<br>\n" : " ";
    const before = this.#closeParagraph();
    this.#inParagraph = true;
    return `${before}<p dir="auto">`;
  }

  #marked(tagged: TaggedSentence): string {
    const parts = shownText(tagged).map(({ text, entity }) => {
      if (entity === undefined) return html`${text}`;
      const { type, probability, source } = tagged.record.entities[entity];
      const title =
        probability === null ? `by a ${source}` : `probability ${probability.toFixed(2)}`;
      return this.#mark(type, text, title, source !== "model");
    });
    return parts.join("");
  }

  #mark(type: string, text: string, title: string, byRule: boolean): Markup {
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    this.#rules ||= byRule;
    return mark(type, text, this.#colour(type), title, byRule);
  }

  #colour(type: string): number {
    return [...this.#counts.keys()].indexOf(type) % ENTITY_COLOURS.length;
  }

  #legend(): Markup {
    const rows = [...this.#counts].map(
      ([type, count]) =>
        html`<tr><td>${legendMark(type, this.#colour(type))}</td><td class="number">${count.toLocaleString("en")}</td></tr>\n`,
    );
    return html`<p>${counted(this.#inputs, "input")}, ${counted(this.#sentences, "sentence")}</p>
<table class="legend"><thead><tr><th>type</th><th class="number">found</th></tr></thead><tbody>
${rows}</tbody></table>`;
  }
}

function mark(type: string, text: string, colour: number, title: string, byRule: boolean): Markup {
  return html`<mark class="e${colour}${byRule ? " rule" : ""}" title="${title}"><bdi>${text}</bdi><span class="type">${type}</span></mark>`;
}

function legendMark(type: string, colour: number): Markup {
  return html`<mark class="e${colour}">${type}</mark>`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

const rules = (pick: "light" | "dark") =>
  ENTITY_COLOURS.map(
    (colour, i) => `.e${i} { background: ${colour[pick][0]}; color: ${colour[pick][1]}; }`,
  ).join("\n");

/** CSS of a page's sections of marked text. */
export const textStyle = `
.text p { max-width: 46rem; line-height: 1.9; margin: 0 0 .9rem; }
.legend { width: auto; margin-top: .75rem; }
mark { padding: .12em .3em; border-radius: .3em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
mark.rule { border-bottom: 2px dashed currentColor; border-radius: .3em .3em 0 0; }
.type { font-size: .68em; font-weight: 700; letter-spacing: .04em; margin-inline-start: .45em; }
.problem { color: var(--warn); background: var(--warn-page); padding: .4rem .6rem; border-radius: 6px; }
${rules("light")}
@media (prefers-color-scheme: dark) {
${rules("dark")}
}
`;
