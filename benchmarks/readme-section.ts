/**
 * Writes a benchmark's table into the README, between `<!-- name -->` and `<!-- /name -->`.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "@mltl/core";

const README = new URL("../../README.md", import.meta.url).pathname;

/** Replaces what stands between the marks of `name`; everything else stays. */
export async function writeReadmeSection(name: string, markdown: string): Promise<void> {
  const text = await readFile(README, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from < 0 || to < from) throw new Error(`README.md has no section '${name}'`);
  const kept = text.slice(0, from + open.length);
  await writeFileAtomic(README, `${kept}\n${markdown.trim()}\n${text.slice(to)}`);
}
