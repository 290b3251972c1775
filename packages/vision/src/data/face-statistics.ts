/**
 * What is in a data set of faces: counts, groups, twins, what can't be read.
 *
 * @module
 */
import type { FaceSet } from "./face-set.js";
import type { FaceProblem } from "./labelled-pictures.js";
import { nearDuplicates } from "./near-duplicates.js";
import type { FaceData } from "./open-faces.js";

/** A face by its place in the data set. */
export interface FacePlace {
  readonly split: string;
  readonly row: number;
  readonly label: string;
  readonly source?: string;
}

/** Two faces that are the same, or nearly. */
export interface FaceTwins {
  readonly faces: readonly [FacePlace, FacePlace];
  /** Correlation at 24x24. */
  readonly similarity: number;
  readonly mirrored: boolean;
  readonly exact: boolean;
}

/** Pairs of twins, counted. */
export interface TwinCounts {
  readonly exact: number;
  readonly near: number;
  /** Of all these, those whose two faces have different labels. */
  readonly otherLabel: number;
}

export interface FaceStatistics {
  readonly name: string;
  readonly licence: string;
  readonly sha256: string;
  readonly labels: readonly string[];
  /** Faces by split, then by label. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Groups of faces that belong together, by split; absent where a set has none. */
  readonly groups?: Readonly<Record<string, number>>;
  /** Groups with faces in more than one split. */
  readonly groupsAcross: readonly { readonly group: string; readonly splits: readonly string[] }[];
  readonly twins: { readonly within: TwinCounts; readonly across: TwinCounts };
  /** Faces that have a twin in another split, by split. */
  readonly leaked: Readonly<Record<string, number>>;
  /** Every pair, those across splits first, then the most alike first. */
  readonly pairs: readonly FaceTwins[];
  readonly problems: readonly FaceProblem[];
}

/** Looks through the rows of every split. */
export async function faceStatistics(data: FaceData): Promise<FaceStatistics> {
  const sets = new Map<string, FaceSet>();
  for (const split of data.splits) sets.set(split, await data.read(split));
  const pairs = twinsIn(data.labels, sets);
  const isAcross = ({ faces: [a, b] }: FaceTwins) => a.split !== b.split;
  const across = pairs.filter(isAcross);
  const leaked = new Set(
    across.flatMap(({ faces }) => faces.map(({ split, row }) => `${split} ${row}`)),
  );
  const splits = [...sets];
  const groups = splits.map(([split, { rows, groups: own }]) => [
    split,
    own ? new Set(Array.from(rows, (row) => own[row]).filter(Boolean)) : undefined,
  ]) as [string, Set<string> | undefined][];
  return {
    name: data.name,
    licence: data.licence,
    sha256: data.sha256,
    labels: data.labels,
    counts: Object.fromEntries(splits.map(([split, set]) => [split, countsOf(set, data.labels)])),
    ...(groups.some(([, own]) => own)
      ? { groups: Object.fromEntries(groups.map(([split, own]) => [split, own?.size ?? 0])) }
      : {}),
    groupsAcross: sharedGroups(groups),
    twins: {
      within: countTwins(pairs.filter((pair) => !isAcross(pair))),
      across: countTwins(across),
    },
    leaked: Object.fromEntries(
      splits.map(([split]) => [
        split,
        [...leaked].filter((key) => key.startsWith(`${split} `)).length,
      ]),
    ),
    pairs: [...across, ...pairs.filter((pair) => !isAcross(pair))],
    problems: data.problems,
  };
}

function countsOf(
  { rows, labels: classOf }: FaceSet,
  labels: readonly string[],
): Record<string, number> {
  const counts = labels.map(() => 0);
  for (const row of rows) counts[classOf[row]]++;
  return Object.fromEntries(labels.map((label, number) => [label, counts[number]]));
}

function sharedGroups(groups: readonly [string, Set<string> | undefined][]) {
  const splitsOf = new Map<string, string[]>();
  for (const [split, own = []] of groups) {
    for (const group of own) splitsOf.set(group, [...(splitsOf.get(group) ?? []), split]);
  }
  return [...splitsOf]
    .filter(([, splits]) => splits.length > 1)
    .map(([group, splits]) => ({ group, splits }));
}

/** The pairs among all rows, the most alike first. */
function twinsIn(labels: readonly string[], sets: ReadonlyMap<string, FaceSet>): FaceTwins[] {
  const places: FacePlace[] = [];
  const chunks: Uint8Array[] = [];
  let size = 48;
  for (const [split, set] of sets) {
    size = set.size;
    for (const row of set.rows) {
      const source = set.sources?.[row];
      places.push({ split, row, label: labels[set.labels[row]], ...(source ? { source } : {}) });
      chunks.push(set.pixels.subarray(row * size ** 2, (row + 1) * size ** 2));
    }
  }
  return nearDuplicates(new Uint8Array(Buffer.concat(chunks)), size)
    .map(({ a, b, similarity, mirrored, exact }) => ({
      faces: [places[a], places[b]] as const,
      similarity: Math.round(similarity * 1e4) / 1e4,
      mirrored,
      exact,
    }))
    .sort((x, y) => y.similarity - x.similarity);
}

function countTwins(pairs: readonly FaceTwins[]): TwinCounts {
  const exact = pairs.filter((pair) => pair.exact).length;
  const otherLabel = pairs.filter(({ faces: [a, b] }) => a.label !== b.label).length;
  return { exact, near: pairs.length - exact, otherLabel };
}
