/**
 * brat standoff: a text, and beside it a file of annotations that names stretches of it.
 * Offsets count code points, line ends and all (https://brat.nlplab.org/standoff.html).
 *
 * @module
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { TextDocument } from "../document/document.js";
import { OFFSET_UNITS } from "./annotation-form.js";
import { type AnnotationProblem, ProblemLog } from "./annotation-problem.js";
import { eachLine } from "./conll-cells.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";
import { OffsetEntities } from "./offset-entities.js";
import { openText } from "./open-text.js";

/** What annotations that are no entities begin with. */
const OTHERS: Readonly<Record<string, string>> = {
  R: "relations",
  E: "events",
  A: "attributes",
  M: "attributes",
  N: "normalisations",
  "#": "notes",
  "*": "equivalences",
};

const ENTITY = /^(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?$/s;

/**
 * Reads one pair, named by either of its files, or all pairs of a folder and those below it. A text
 * without a file of annotations is one without entities.
 */
export async function readBrat(
  place: string,
  options: ReadFormOptions = {},
): Promise<FormContents> {
  const folder = (await stat(place)).isDirectory();
  const stems = folder ? await stemsIn(place) : [place.replace(/\.(txt|ann)$/, "")];
  const documents: TextDocument[] = [];
  const problems: AnnotationProblem[] = [];
  const leftOut = new Tally();
  for (const stem of stems) {
    const log = new ProblemLog(`${stem}.ann`);
    const id = folder ? path.relative(place, stem) : path.basename(stem);
    const document = await readPair(stem, id, options, log, leftOut);
    if (document) documents.push(document);
    problems.push(...log.all());
  }
  return { documents, problems, leftOut: leftOut.all(), notes: [] };
}

/** `a-2` before `a-10`. */
const byName = new Intl.Collator("en", { numeric: true });

async function stemsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const stems = entries
    .filter((entry) => entry.isFile() && /\.(txt|ann)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name).replace(/\.(txt|ann)$/, ""));
  return [...new Set(stems)].sort(byName.compare);
}

async function readPair(
  stem: string,
  id: string,
  { offsets = OFFSET_UNITS.brat }: ReadFormOptions,
  log: ProblemLog,
  leftOut: Tally,
): Promise<TextDocument | undefined> {
  const text = await textOf(`${stem}.txt`);
  const standoff = await textOf(`${stem}.ann`);
  if (text === undefined) {
    log.add("no-text", `no ${path.basename(stem)}.txt beside it; its annotations are left out`);
    return undefined;
  }
  const entities = new OffsetEntities(text, offsets, log);
  eachLine(standoff ?? "", (start, end, line) => {
    const own = (standoff ?? "").slice(start, end);
    if (own.trim() === "") return;
    const other = OTHERS[own[0]];
    if (other) return leftOut.add(other);
    const found = ENTITY.exec(own);
    if (!found) {
      const expected = "expected 'T1<TAB>Type start end<TAB>text'";
      return log.add(
        "broken-line",
        `${expected}, received '${own.slice(0, 60)}'; it is left out`,
        line,
      );
    }
    const [, , type, places, repeated] = found;
    const pieces = places.split(";").map((place) => {
      const [from, to] = place.split(" ").map(Number);
      return { start: from, end: to };
    });
    const fragments = pieces.length > 1 ? pieces : undefined;
    entities.add({ type, ...pieces[0], fragments, text: repeated, line });
  });
  return { id, text, exactText: true, entities: entities.all() };
}

async function textOf(file: string): Promise<string | undefined> {
  const there = await stat(file).catch(() => undefined);
  return there && openText(file);
}
