/**
 * The statistics of a data set of faces as a page, with the faces.
 *
 * @module
 */
import {
  barChart,
  html,
  type Markup,
  nestedSubset,
  pageFoot,
  pageHead,
  pageSection,
} from "@mltl/core";
import sharp from "sharp";
import { emotionColour } from "../output/emotion-colours.js";
import type { FaceSet } from "./face-set.js";
import type { FacePlace, FaceStatistics, FaceTwins } from "./face-statistics.js";
import type { FaceData } from "./open-faces.js";

export interface StatisticsPageOptions {
  /** Which faces are shown. Default: 1. */
  readonly seed?: number;
  /** Most faces of each class. Default: 32. */
  readonly perClass?: number;
}

/** Pairs of twins that are shown. */
const PAIRS_SHOWN = 40;
/** Lines of a list of what is wrong. */
const LINES_SHOWN = 200;
const COLUMNS = 8;

/** One page that needs nothing from outside it. It shows faces: it is for those who may see them. */
export async function statisticsPage(
  data: FaceData,
  statistics: FaceStatistics,
  { seed = 1, perClass = 32 }: StatisticsPageOptions = {},
): Promise<string> {
  const { name, licence, sha256, counts, pairs, problems, groupsAcross } = statistics;
  const sets = new Map<string, FaceSet>();
  for (const split of data.splits) sets.set(split, await data.read(split));
  const sections = [
    pageHead({
      title: `Faces of ${name}`,
      lead: `Licence: ${licence}. SHA-256 ${sha256.slice(0, 16)}. The page shows the faces themselves: keep it where they may be.`,
      style,
    }),
    pageSection(countTable(statistics), { heading: "Counts" }),
    ...Object.entries(counts).map(([split, own]) =>
      pageSection(
        barChart(
          `Faces of ${split} by class`,
          Object.entries(own).map(([label, value]) => ({
            label,
            value,
            colour: emotionColour(label),
          })),
        ),
        { heading: `Classes of ${split}` },
      ),
    ),
    pageSection(
      html`<p>${twinWords(statistics)}</p>
${await twinPictures(pairs, sets)}`,
      { heading: "Twins" },
    ),
    ...listSection(
      "Groups in more than one split",
      groupsAcross.map(({ group, splits }) => [group, splits.join(", ")]),
    ),
    ...listSection(
      "Left out",
      problems.map(({ path, reason }) => [path, reason]),
    ),
    pageSection(
      html`<div class="sheets">${await contactSheets(data, sets, seed, perClass)}</div>`,
      {
        heading: `Faces of each class, up to ${perClass}, drawn with seed ${seed}`,
      },
    ),
    pageFoot("Written by mltl data stats."),
  ];
  return sections.join("");
}

function countTable({ labels, counts, groups, leaked }: FaceStatistics): Markup {
  const splits = Object.keys(counts);
  const total = (split: string) => Object.values(counts[split]).reduce((sum, n) => sum + n, 0);
  const row = (head: string, cells: readonly (number | string)[]) =>
    html`<tr><td>${head}</td>${cells.map((cell) => html`<td class="number">${typeof cell === "number" ? cell.toLocaleString("en") : cell}</td>`)}</tr>
`;
  return html`<div class="tablewrap"><table>
<tr><th>class</th>${splits.map((split) => html`<th class="number">${split}</th>`)}</tr>
${labels.map((label) =>
  row(
    label,
    splits.map((split) => {
      const n = counts[split][label];
      return `${n.toLocaleString("en")} (${((100 * n) / Math.max(1, total(split))).toFixed(1)} %)`;
    }),
  ),
)}
${row("all", splits.map(total))}
${
  groups
    ? row(
        "groups",
        splits.map((split) => groups[split]),
      )
    : undefined
}
${
  splits.length > 1
    ? row(
        "with a twin in another split",
        splits.map((split) => leaked[split]),
      )
    : undefined
}
</table></div>`;
}

function twinWords({ twins: { within, across } }: FaceStatistics): string {
  const words = ({ exact, near, otherLabel }: typeof within) =>
    `${exact.toLocaleString("en")} pairs of equal faces and ${near.toLocaleString("en")} of nearly equal ones (${otherLabel.toLocaleString("en")} of them under two labels)`;
  return `Across splits: ${words(across)}. Within a split: ${words(within)}. Nearly equal is a correlation of 0.92 or more at 24x24, plain or mirrored.`;
}

async function twinPictures(
  pairs: readonly FaceTwins[],
  sets: ReadonlyMap<string, FaceSet>,
): Promise<Markup> {
  const shown = pairs.slice(0, PAIRS_SHOWN).map(async ({ faces, similarity, mirrored, exact }) => {
    const picture = await sheet(
      faces.map((face) => faceOf(face, sets)),
      2,
    );
    const place = ({ split, row, label, source }: FacePlace) =>
      `${source ?? `row ${row}`}, ${split}, ${label}`;
    const how = exact ? "equal" : `${similarity.toFixed(3)}${mirrored ? ", mirrored" : ""}`;
    return html`<figure><img alt="two faces that are alike" src="${picture}"><figcaption>${how}<br>${place(faces[0])}<br>${place(faces[1])}</figcaption></figure>
`;
  });
  return html`<div class="twins">${await Promise.all(shown)}</div>`;
}

function listSection(heading: string, rows: readonly (readonly [string, string])[]): Markup[] {
  if (rows.length === 0) return [];
  const more =
    rows.length > LINES_SHOWN
      ? html`<p class="faint">and ${rows.length - LINES_SHOWN} more</p>`
      : undefined;
  const lines = rows.slice(0, LINES_SHOWN).map(
    ([what, why]) => html`<tr><td>${what}</td><td>${why}</td></tr>
`,
  );
  return [
    pageSection(html`<div class="tablewrap"><table>${lines}</table></div>${more}`, {
      heading: `${heading}: ${rows.length.toLocaleString("en")}`,
    }),
  ];
}

async function contactSheets(
  { labels }: FaceData,
  sets: ReadonlyMap<string, FaceSet>,
  seed: number,
  perClass: number,
): Promise<Markup[]> {
  const all = [...sets.values()].flatMap((set) => Array.from(set.rows, (row) => ({ set, row })));
  const sheets = labels.map(async (label, number) => {
    const own = all.filter(({ set, row }) => set.labels[row] === number);
    if (own.length === 0) return html``;
    const share = Math.min(1, perClass / own.length);
    const chosen = nestedSubset(own.length, share, seed).map((i) =>
      pixelsOf(own[i].set, own[i].row),
    );
    const picture = await sheet(chosen, COLUMNS);
    return html`<figure><figcaption><b>${label}</b></figcaption><img alt="${chosen.length} faces labelled ${label}" src="${picture}"></figure>
`;
  });
  return Promise.all(sheets);
}

function faceOf({ split, row }: FacePlace, sets: ReadonlyMap<string, FaceSet>): Uint8Array {
  const set = sets.get(split);
  return set ? pixelsOf(set, row) : new Uint8Array();
}

function pixelsOf({ pixels, size }: FaceSet, row: number): Uint8Array {
  return pixels.subarray(row * size ** 2, (row + 1) * size ** 2);
}

/** Faces side by side as a data URL. */
async function sheet(faces: readonly Uint8Array[], columns: number): Promise<string> {
  const size = Math.sqrt(faces[0].length);
  const across = Math.min(columns, faces.length);
  const down = Math.ceil(faces.length / across);
  const pixels = new Uint8Array(across * down * size ** 2).fill(255);
  faces.forEach((face, i) => {
    const left = (i % across) * size;
    const top = Math.floor(i / across) * size;
    for (let y = 0; y < size; y++) {
      pixels.set(face.subarray(y * size, (y + 1) * size), (top + y) * across * size + left);
    }
  });
  const raw = { width: across * size, height: down * size, channels: 1 } as const;
  const jpeg = await sharp(pixels, { raw }).jpeg({ quality: 85 }).toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
}

const style = `
.twins, .sheets { display: grid; gap: 1rem; margin-top: 1rem; }
.twins { grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
.sheets { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
td.number { white-space: nowrap; }
figure { margin: 0; }
figure img { max-width: 100%; height: auto; border-radius: 4px; display: block; }
figcaption { font-size: .8rem; color: var(--faint); line-height: 1.35; margin: .25rem 0; }
`;
