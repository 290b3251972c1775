import { html, type Markup } from "./html.js";

/** A list of facts by name; one without words is left out. */
export function factList(facts: readonly (readonly [name: string, words?: string])[]): Markup {
  const items = facts.flatMap(([name, words]) =>
    words === undefined ? [] : [html`<dt>${name}</dt><dd>${words}</dd>`],
  );
  return html`<dl>${items}</dl>`;
}
