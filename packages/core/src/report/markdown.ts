/**
 * Tables and sections in Markdown.
 *
 * @module
 */
import { MltlError } from "../errors.js";

/** A head and rows of as many cells; bars in cells are escaped. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * A page with something else between `<!-- name -->` and `<!-- /name -->`.
 *
 * @param source - what the page is called in the message
 * @throws MltlError `E_BAD_DATA` where the page has no such marks
 */
export function withSection(text: string, name: string, markdown: string, source: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from < 0 || to < from) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected ${open} and ${close} in ${source}, received a page without`,
    );
  }
  return `${text.slice(0, from + open.length)}\n${markdown.trim()}\n${text.slice(to)}`;
}
