import assert from "node:assert/strict";
import { barChart, html, pageFoot, pageHead, pageSection } from "@mltl/core";

describe("html", () => {
  it("escapes what is inserted, for content and attributes", () => {
    const name = `<img src=x onerror="alert('1')">&`;
    assert.equal(
      String(html`<p title="${name}">${name}</p>`),
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
        "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>",
    );
  });

  it("inserts markup and lists of it as they are, and nothing for undefined", () => {
    const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
    assert.equal(String(html`<ul>${items}${undefined}</ul>`), "<ul><li>a</li><li>&lt;</li></ul>");
  });

  it("shows control characters as such instead of writing them", () => {
    assert.equal(String(html`${"a\u0000b\u001bc\nd"}`), "a\uFFFDb\uFFFDc\nd");
  });
});

describe("a page", () => {
  const page = [
    pageHead({ title: "Faces & <names>", lead: "Six photographs" }),
    pageSection(html`<p>body</p>`, { heading: "One" }),
    pageSection(html`<p>sums</p>`, { heading: "All", first: true }),
    pageFoot("made by mltl"),
  ].join("");

  it("asks for nothing from outside it", () => {
    assert.doesNotMatch(page, /https?:|url\(|<script|<link|@import|src=/);
  });

  it("escapes its title", () => {
    assert.match(page, /<title>Faces &amp; &lt;names&gt;<\/title>/);
  });

  it("closes every element that it opens", () => {
    for (const name of ["html", "head", "body", "div", "header", "section", "footer", "style"]) {
      const opened = page.match(new RegExp(`<${name}[ >]`, "g"))?.length;
      assert.equal(page.match(new RegExp(`</${name}>`, "g"))?.length, opened, name);
    }
  });
});

describe("barChart", () => {
  it("says in words what it draws", () => {
    const svg = String(barChart("faces", [{ label: "happy", value: 3 }]));
    assert.match(svg, /role="img" aria-label="faces: happy 3"/);
  });

  it("draws the longest bar to the end and nothing for 0", () => {
    const svg = String(
      barChart("faces", [
        { label: "happy", value: 4 },
        { label: "sad", value: 2 },
        { label: "fear", value: 0 },
      ]),
    );
    const widths = [...svg.matchAll(/width="([\d.]+)" height="16" rx="4" style/g)].map(([, w]) =>
      Number(w),
    );
    assert.deepEqual(widths, [354, 177, 0]);
  });

  it("holds up when every value is 0", () => {
    assert.doesNotMatch(String(barChart("faces", [{ label: "happy", value: 0 }])), /NaN/);
  });
});
