/**
 * Photographs with their faces marked.
 *
 * @module
 */
import { extname } from "node:path";
import { html, Markup } from "@mltl/core";
import type { FaceRecord, ImageRecord } from "../schema.js";
import { emotionColour } from "./emotion-colours.js";
import { drawLetters } from "./stroke-letters.js";
import { percent } from "./table-rows.js";

/** Width and height in pixels. */
interface Size {
  width: number;
  height: number;
}

/** A label's height, and the size of its letters, before it is scaled to the picture. */
const tagHeight = 19;
const letterScale = 1.7;
/** How many times as wide as its face a label may be before something is left out of it. */
const widestTag = 2.5;

/**
 * Draws a box around each face with its number, label and probability: light on dark within a
 * triple line, so that it can be read on any photograph. Small faces get the number alone.
 *
 * @param size - of the picture that it is laid over; the record's boxes are scaled to it
 * @returns an SVG document of that size
 */
export function annotationSvg(record: ImageRecord, size: Size): string {
  const scale = size.width / record.width;
  const faces = record.faces.map((face, i) => drawFace(face, i + 1, scale, size));
  return String(
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" fill="none" stroke-linecap="round" stroke-linejoin="round">${faces}</svg>`,
  );
}

function drawFace(face: FaceRecord, number: number, scale: number, size: Size): Markup {
  const [x, y, width, height] = [face.box.x, face.box.y, face.box.width, face.box.height].map(
    (length) => length * scale,
  );
  const largest = Math.min(size.width, size.height) / 450;
  const unit = Math.max(0.8, Math.min(largest, width / 50));
  const colour = emotionColour(face.label);
  const outline = (stroke: string, strokeWidth: number) =>
    html`<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" rx="${fixed(2 * unit)}" stroke="${stroke}" stroke-width="${fixed(strokeWidth * unit)}"/>`;

  const tag = drawTag(face, number, colour, (widestTag * width) / unit);
  const above = y - tagHeight * unit;
  const left = clamp(x - 2 * unit, 0, size.width - tag.width * unit);
  const top = above >= 0 ? above : clamp(y + height, 0, size.height - tagHeight * unit);
  return html`${outline("#000", 4.5)}${outline("#fff", 3.2)}${outline(colour, 1.9)}<g transform="translate(${fixed(left)} ${fixed(top)}) scale(${unit.toFixed(3)})">${tag.svg}</g>`;
}

/** The fullest label that is no wider than `room`. */
function drawTag(face: FaceRecord, number: number, colour: string, room: number) {
  const short = String(number);
  const full = `${short} ${face.label}`;
  const choices = [`${full} ${percent(face.probability).replace(" ", "")}`, full, short];
  const words = choices.find((some) => widthOf(some) <= room) ?? short;
  const width = widthOf(words);
  const strokes = drawLetters(words);
  const text = strokes
    ? html`<g transform="translate(6.5 4) scale(${letterScale})" stroke="#fff">${new Markup(strokes.svg)}</g>`
    : html`<text x="6.5" y="14" font-size="12" font-family="sans-serif" fill="#fff">${words}</text>`;
  const svg = html`<rect width="${fixed(width)}" height="${tagHeight}" rx="3" fill="#111" fill-opacity=".88"/><rect width="3" height="${tagHeight}" fill="${colour}"/>${text}`;
  return { width, svg };
}

function widthOf(words: string): number {
  const letters = drawLetters(words)?.width ?? 7 * [...words].length;
  return letters * letterScale + 12;
}

/** The name an annotated picture gets: a format that cannot be written becomes JPEG. */
export function annotatedName(file: string): string {
  return /^\.(jpe?g|png|webp)$/i.test(extname(file)) ? file : `${file}.jpg`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}

function fixed(value: number): string {
  return value.toFixed(1);
}
