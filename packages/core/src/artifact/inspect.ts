/**
 * Everything there is to know of a model without running it.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { formatTable, type TableOptions } from "../io/output/table-writer.js";
import { printable } from "../io/printable.js";
import {
  describe,
  formatBlocks,
  formatParameters,
  type NetworkDescription,
} from "../network/describe.js";
import { formatLineage } from "./lineage.js";
import { loadArtifact } from "./load.js";
import { ARTIFACT_FILES, type ArtifactManifest } from "./manifest.js";
import { LABELS } from "./vocabularies.js";

/** A model in plain data, ready for JSON. */
export interface Inspection {
  readonly folder: string;
  readonly manifest: ArtifactManifest;
  readonly network: NetworkDescription;
  /** How many names each list has. */
  readonly vocabularies: Readonly<Record<string, number>>;
  /** Text of `card.md`. */
  readonly card: string;
}

/**
 * Looks into a model whose architecture is registered.
 *
 * @throws MltlError `E_BAD_ARTIFACT` or `E_CHECKSUM` for what is missing, damaged or none of ours,
 *   naming the file
 */
export async function inspectArtifact(folder: string): Promise<Inspection> {
  const { manifest, network, vocabularies } = await loadArtifact(folder);
  const sizes = Object.entries(vocabularies).map(([list, names]) => [list, names.length]);
  return {
    folder,
    manifest,
    network: describe(network),
    vocabularies: Object.fromEntries(sizes),
    card: await readFile(path.join(folder, ARTIFACT_FILES.card), "utf8"),
  };
}

export interface InspectionOptions extends TableOptions {
  /** Also a line for each parameter. */
  readonly parameters?: boolean;
}

/** The model for people: facts, blocks, lineage, figures, data, card. */
export function formatInspection(
  { manifest, network, vocabularies, card }: Inspection,
  { parameters = false, ...table }: InspectionOptions = {},
): string {
  const sections = [
    facts(manifest, network, vocabularies),
    section("Blocks", formatBlocks(network, table)),
    ...(parameters ? [section("Parameters", formatParameters(network, table))] : []),
    section("Lineage", clean(formatLineage(manifest.lineage))),
    section("Figures", figures(manifest, table)),
    section("Data", data(manifest, table)),
    section("Card", clean(card)),
  ];
  return sections.join("\n");
}

function section(title: string, text: string): string {
  return `${title}\n\n${text.trimEnd()}\n`;
}

function facts(
  manifest: ArtifactManifest,
  { architecture, options, numbers, trainable }: NetworkDescription,
  vocabularies: Inspection["vocabularies"],
): string {
  const { name, title, task, labels, seed, licence } = manifest;
  const count = (value: number) => value.toLocaleString("en");
  const lists = Object.entries(vocabularies)
    .filter(([list]) => list !== LABELS)
    .map(([list, size]) => `${list} ${count(size)}`);
  const rows = Object.entries({
    name,
    title,
    task,
    labels: labels.join(", "),
    ...(lists.length > 0 && { lists: lists.join(", ") }),
    network: `${architecture} ${JSON.stringify(options)}`,
    numbers: `${count(numbers)}, of which ${count(trainable)} are trainable`,
    seed: String(seed),
    licence,
  });
  const width = Math.max(...rows.map(([key]) => key.length));
  return `${rows.map(([key, value]) => `${key.padEnd(width)}  ${printable(value)}`).join("\n")}\n`;
}

function figures({ metrics }: ArtifactManifest, options: TableOptions): string {
  const names = [...new Set(Object.values(metrics).flatMap(Object.keys))];
  const rows = Object.entries(metrics).map(([split, values]) => [
    printable(split),
    ...names.map((name) => (name in values ? `${(100 * values[name]).toFixed(1)} %` : "")),
  ]);
  const columns = names.map((name) => ({ name: printable(name), align: "right" as const }));
  return formatTable([{ name: "split" }, ...columns], rows, options);
}

function data({ data: sets }: ArtifactManifest, options: TableOptions): string {
  const columns = [{ name: "set" }, { name: "licence" }, { name: "sha256" }];
  const rows = sets.map(({ name, licence, sha256 }) => [
    printable(name),
    printable(licence),
    sha256.slice(0, 16),
  ]);
  return formatTable(columns, rows, options);
}

/** Text of somebody's file, fit for a terminal. */
function clean(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
