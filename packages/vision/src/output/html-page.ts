/**
 * A page of photographs with their faces marked, and the table of each beside it.
 *
 * @module
 */
import {
  barChart,
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  type RecordWriter,
  type Sink,
} from "@mltl/core";
import sharp from "sharp";
import type { Picture } from "../image/picture.js";
import type { FaceRecord, ImageRecord } from "../schema.js";
import { emotionColour } from "./emotion-colours.js";
import { outcome, percent } from "./table-rows.js";
import { countRecord, createTally, type Tally } from "./tally.js";

/** A record and its photograph, made small by {@link thumbnail}. */
export interface PhotoOnPage {
  record: ImageRecord;
  /** JPEG. None for what could not be decoded. */
  thumbnail?: Buffer;
}

const thumbnailSide = 640;

/** A photograph as JPEG of at most 640 pixels a side, some 50 KB. */
export async function thumbnail({ data, width, height }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(thumbnailSide, thumbnailSide, { fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 76 })
    .toBuffer();
}

/**
 * Writes the page as its photographs come; what is counted over all of them is written last and
 * shown first.
 *
 * @param labels - the model's labels
 */
export function createPageWriter(sink: Sink, labels: readonly string[]): RecordWriter<PhotoOnPage> {
  const tally = createTally(labels);
  let started = false;
  const head = () => {
    if (started) return "";
    started = true;
    return String(pageHead({ title: "Faces and their emotions", style: photoStyle }));
  };
  return {
    get readerGone() {
      return sink.readerGone;
    },
    async write(photo) {
      countRecord(tally, photo.record);
      await sink.write(head() + photoSection(photo));
    },
    async close() {
      await sink.write(head() + summarySection(tally) + pageFoot(footWords));
      await sink.close();
    },
    discard: () => sink.discard(),
  };
}

const footWords =
  "Made by mltl. An emotion read from a face is what the face expresses in one moment, not what " +
  "the person feels; a model is wrong more often than it is sure.";

/** One photograph with its faces marked, and the table of its faces. */
export function photoSection({ record, thumbnail }: PhotoOnPage): Markup {
  const picture = thumbnail && markedPhoto(record, thumbnail);
  const body = html`${picture}<div class="facts"><h2><code>${record.path}</code></h2>
${record.faces.length > 0 ? faceTable(record.faces) : html`<p class="${record.status === "no-face" ? "faint" : "problem"}">${outcome(record)}</p>`}</div>`;
  return pageSection(body, { className: "photo" });
}

function markedPhoto(record: ImageRecord, image: Buffer): Markup {
  const { width, height } = record;
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)}%`;
  const boxes = record.faces.map(({ box, label }, i) => {
    const place = `left:${share(box.x, width)};top:${share(box.y, height)};width:${share(box.width, width)};height:${share(box.height, height)}`;
    const word = box.width / width > 0.07 ? html`<span> ${label}</span>` : undefined;
    const side = box.y / height < 0.08 ? "under" : "over";
    return html`<span class="box ${side}" style="${place};--mark:${emotionColour(label)}"><b>${i + 1}${word}</b></span>`;
  });
  const words = record.faces.map((face, i) => `${i + 1} ${face.label}`).join(", ");
  const alt = `Photograph; ${words || "no face found"}`;
  const source = `data:image/jpeg;base64,${image.toString("base64")}`;
  return html`<div class="marked" role="img" aria-label="${alt}"><img alt="" src="${source}" style="aspect-ratio:${width}/${height}">${boxes}</div>
`;
}

function faceTable(faces: readonly FaceRecord[]): Markup {
  const hasFlags = faces.some((face) => face.flags.length > 0);
  const rows = faces.map((face, i) => {
    const [, second] = Object.entries(face.probabilities).sort(([, a], [, b]) => b - a);
    return html`<tr><td class="number">${i + 1}</td><td><i style="--mark:${emotionColour(face.label)}"></i>${face.label}</td><td class="number">${percent(face.probability)}</td><td class="faint">${second && `${second[0]} ${percent(second[1])}`}</td>${hasFlags ? html`<td class="faint">${face.flags.join(", ")}</td>` : undefined}</tr>
`;
  });
  return html`<div class="tablewrap"><table>
<tr><th class="number">face</th><th>emotion</th><th class="number">sure</th><th>or else</th>${hasFlags ? html`<th>remarks</th>` : undefined}</tr>
${rows}</table></div>`;
}

/** Faces by emotion as a chart, and files by status in words. */
export function summarySection({ images, faces, statuses, emotions }: Tally): Markup {
  const bars = [...emotions]
    .map(([label, value]) => ({ label, value, colour: emotionColour(label) }))
    .sort((a, b) => b.value - a.value);
  const files = [...statuses].map(([status, count]) => `${count} ${status}`).join(", ");
  const words = `${count(faces, "face")} in ${count(images, "file")}${files && ` (${files})`}`;
  return pageSection(
    html`<p>${words}</p>
${faces > 0 ? barChart("Faces by emotion", bars) : undefined}`,
    {
      heading: "Faces by emotion",
      first: true,
    },
  );
}

function count(n: number, what: string): string {
  return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}

/** CSS of the sections that {@link photoSection} makes. */
export const photoStyle = `
.photo { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 1.25rem; align-items: start; content-visibility: auto; contain-intrinsic-size: auto 420px; }
.photo > .facts:only-child { grid-column: 1 / -1; }
@media (max-width: 46rem) { .photo { grid-template-columns: minmax(0, 1fr); } }
.marked { position: relative; border-radius: 8px; overflow: hidden; line-height: 0; }
.marked img { width: 100%; height: auto; }
.box { position: absolute; border: 2px solid var(--mark); border-radius: 3px; outline: 1px solid #000; box-shadow: inset 0 0 0 1px #000; }
.box b { position: absolute; left: -2px; min-width: 1.3rem; padding: 0 .35rem; white-space: nowrap; text-align: center; font: 700 .8rem/1.3rem system-ui, sans-serif; color: #fff; background: #111; border-radius: 3px; }
@media (max-width: 46rem) { .box b > span { display: none; } }
.box.over b { bottom: 100%; }
.box.under b { top: 100%; }
.facts h2 { font-size: 1rem; }
.facts i { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .45rem; background: var(--mark); }
.problem { color: var(--warn); background: var(--warn-page); padding: .4rem .7rem; border-radius: 6px; }
`;
