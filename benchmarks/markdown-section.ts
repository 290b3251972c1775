/**
 * Writes a benchmark's table into a page, between `<!-- name -->` and `<!-- /name -->`.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "@mltl/core";

/**
 * Replaces what stands between the marks of `name` in a file of the project; everything else stays.
 *
 * @param file - from the project's root
 */
export async function writeSection(file: string, name: string, markdown: string): Promise<void> {
  const place = new URL(`../../${file}`, import.meta.url).pathname;
  const text = await readFile(place, "utf8");
  await writeFileAtomic(place, withSection(text, name, markdown, file));
}

/**
 * The text with another section.
 *
 * @throws Error where the text has no marks of that name
 */
export function withSection(text: string, name: string, markdown: string, source: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from < 0 || to < from) throw new Error(`${source} has no section '${name}'`);
  return `${text.slice(0, from + open.length)}\n${markdown.trim()}\n${text.slice(to)}`;
}
