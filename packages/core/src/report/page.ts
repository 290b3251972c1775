/**
 * The shell of a report: one HTML file that needs nothing from outside it. It is made of a head,
 * any number of sections and a foot, so that a long report is written as it comes.
 *
 * @module
 */
import { html, Markup } from "./html.js";
import { reportStyle } from "./style.js";

/** What a page says of itself. */
export interface PageOptions {
  title: string;
  /** A sentence or two below the title. */
  lead?: string;
  /** CSS of the page's own, put after that of every report. */
  style?: string;
}

/** Everything before the first section. */
export function pageHead({ title, lead, style = "" }: PageOptions): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="mltl">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(reportStyle + style)}</style>
</head>
<body>
<div class="page">
<header>
<h1>${title}</h1>
${lead === undefined ? undefined : html`<p class="faint">${lead}</p>`}
</header>
`;
}

/** A section, as a card. */
export interface SectionOptions {
  heading?: string;
  /** Whether it stands at the page's top, though it is written last: for sums known at the end. */
  first?: boolean;
  className?: string;
}

/** Puts markup in a section of its own. */
export function pageSection(body: Markup, options: SectionOptions = {}): Markup {
  const { heading, first = false, className = "" } = options;
  const classes = ["card", first ? "first" : "", className].filter(Boolean).join(" ");
  return html`<section class="${classes}">
${heading === undefined ? undefined : html`<h2>${heading}</h2>`}
${body}
</section>
`;
}

/** Everything after the last section. */
export function pageFoot(words: string): Markup {
  return html`<footer><p>${words}</p></footer>
</div>
</body>
</html>
`;
}
