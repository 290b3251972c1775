/**
 * Markup that cannot be forgotten to be escaped.
 *
 * @module
 */

/** A piece of markup, as against text that is still to be escaped. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template's `${}`: text is escaped, markup and lists of markup are not. */
export type Insert = string | number | Markup | readonly Markup[] | undefined;

/**
 * A template tag for HTML and SVG: every inserted text is escaped, for content and for quoted
 * attributes alike. `undefined` inserts nothing.
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return new Markup(String.raw({ raw: parts }, ...inserts.map(insert)));
}

function insert(value: Insert): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "object") return value.join("");
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// Control characters are not allowed in a page, not even as entities; the visible stand-in is.
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character])
    .replace(/(?![\t\n])\p{Cc}/gu, "\u{FFFD}");
}
