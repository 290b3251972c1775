/**
 * Writes a benchmark's table into a page, between `<!-- name -->` and `<!-- /name -->`.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { withSection, writeFileAtomic } from "@mltl/core";

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
