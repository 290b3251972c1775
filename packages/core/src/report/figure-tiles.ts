import { html, type Markup } from "./html.js";

/** One figure, large. */
export interface FigureTile {
  readonly name: string;
  /** As it is shown. */
  readonly value: string;
  /** What it is of, or how sure it is. */
  readonly words?: string;
}

/** The main figures side by side. */
export function figureTiles(tiles: readonly FigureTile[]): Markup {
  return html`<div class="tiles">${tiles.map(tile)}</div>`;
}

function tile({ name, value, words }: FigureTile): Markup {
  return html`<div class="tile"><span class="name">${name}</span><b>${value}</b>${words === undefined ? undefined : html`<span class="faint">${words}</span>`}</div>
`;
}
