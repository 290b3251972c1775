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

/**
 * Draws a box around each face with its number, label and probability: light on dark within a
 * double line, so that it can be read on any photograph.
 *
 * @param size - of the picture that it is laid over; the record's boxes are scaled to it
 * @returns an SVG document of that size
 */
export function annotationSvg(record: ImageRecord, size: Size): string {
  const scale = size.width / record.width;
  const unit = Math.max(0.9, Math.min(size.width, size.height) / 450);
  const faces = record.faces.map((face, i) => drawFace(face, i + 1, scale, unit, size));
  return String(
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" fill="none" stroke-linecap="round" stroke-linejoin="round">${faces}</svg>`,
  );
}

function drawFace(
  face: FaceRecord,
  number: number,
  scale: number,
  unit: number,
  size: Size,
): Markup {
  const box = {
    x: face.box.x * scale,
    y: face.box.y * scale,
    width: face.box.width * scale,
    height: face.box.height * scale,
  };
  const colour = emotionColour(face.label);
  const words = `${number} ${face.label} ${percent(face.probability).replace(" ", "")}`;
  const letter = 1.7 * unit; // pixels to one unit of the letters' grid
  const drawn = drawLetters(words);
  const width = (drawn?.width ?? 5.5 * words.length) * letter + 10 * unit;
  const height = 19 * unit;
  const x = clamp(box.x - 2 * unit, 0, size.width - width);
  const y =
    box.y - height >= 0 ? box.y - height : clamp(box.y + box.height, 0, size.height - height);
  const text = drawn
    ? html`<g transform="translate(${fixed(x + 5 * unit)} ${fixed(y + 4 * unit)}) scale(${fixed(letter)})" stroke="#fff" stroke-width="1">${new Markup(drawn.svg)}</g>`
    : html`<text x="${fixed(x + 5 * unit)}" y="${fixed(y + 14 * unit)}" font-size="${fixed(12 * unit)}" font-family="sans-serif" fill="#fff">${words}</text>`;
  const outline = (stroke: string, strokeWidth: number) =>
    html`<rect x="${fixed(box.x)}" y="${fixed(box.y)}" width="${fixed(box.width)}" height="${fixed(box.height)}" rx="${fixed(2 * unit)}" stroke="${stroke}" stroke-width="${fixed(strokeWidth)}"/>`;
  return html`${outline("#000", 4.5 * unit)}${outline("#fff", 3.2 * unit)}${outline(colour, 1.9 * unit)}<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" rx="${fixed(3 * unit)}" fill="#111" fill-opacity=".88"/><rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(3 * unit)}" height="${fixed(height)}" fill="${colour}"/>${text}`;
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
