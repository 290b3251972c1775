import assert from "node:assert/strict";
import type { Sink } from "@mltl/core";
import {
  createTagWriter,
  loadRules,
  type TagFormat,
  type TextInput,
  tagWithTokens,
} from "@mltl/text";
import { parse } from "csv-parse/sync";
import { capitalsModel } from "../tag/capitals-model.js";

/** A sink that keeps what is written to it. */
function memorySink(): Sink & { text(): string } {
  let text = "";
  return {
    readerGone: false,
    write: async (more) => {
      text += more;
    },
    close: async () => {},
    discard: async () => {},
    text: () => text,
  };
}

async function written(
  format: TagFormat,
  inputs: TextInput[],
  options: object = {},
  sources = false,
) {
  const sink = memorySink();
  const model = capitalsModel();
  const writer = createTagWriter(format, sink, { types: model.types, sources });
  for await (const tagged of tagWithTokens(inputs, { model, ...options })) {
    await writer.write(tagged);
  }
  await writer.close();
  return sink.text();
}

const letter = { path: "letter", text: "Ann Lee met Bob. They left.\n\nThey saw 😀." };
const silent = { path: "silent", text: "Nobody? no." };
const columns = { path: "gold", text: "Mary\tX\nAnn\tX\nslept\tX\n" };

describe("writers of tagged text", () => {
  it("jsonl: one record a line", async () => {
    const lines = (await written("jsonl", [letter])).trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).text),
      ["Ann Lee met Bob.", "They left.", "They saw 😀."],
    );
  });

  it("json: one array of the same records", async () => {
    const lines = (await written("jsonl", [letter])).trimEnd().split("\n");
    assert.deepEqual(
      JSON.parse(await written("json", [letter])),
      lines.map((line) => JSON.parse(line)),
    );
    assert.deepEqual(JSON.parse(await written("json", [])), []);
  });

  it("csv: a row an entity, one for an input without any, one for a failed one", async () => {
    const quiet = { path: "quiet", text: "all is still" };
    const text = await written("csv", [
      letter,
      quiet,
      "/does/not/exist",
      { ...letter, path: "last" },
    ]);
    const rows: Record<string, string>[] = parse(text, { columns: true });
    assert.deepEqual(
      rows.map(({ path, status, type, text: t, start }) => [path, status, type, t, start]),
      [
        ["letter", "ok", "PER", "Ann Lee", "0"],
        ["letter", "ok", "PER", "Bob", "12"],
        ["letter", "ok", "PER", "They", "17"],
        ["letter", "ok", "PER", "They", "29"],
        ["letter", "ok", "LOC", "😀", "38"],
        ["quiet", "ok", "", "", ""],
        ["/does/not/exist", "missing", "", "", ""],
        ["last", "ok", "PER", "Ann Lee", "0"],
        ["last", "ok", "PER", "Bob", "12"],
        ["last", "ok", "PER", "They", "17"],
        ["last", "ok", "PER", "They", "29"],
        ["last", "ok", "LOC", "😀", "38"],
      ],
    );
    assert.equal(rows[6].reason, "no such file or folder");
  });

  it("table: the same rows for people", async () => {
    const text = await written("table", [
      { path: "x", text: "so Mary\nAnn" },
      { path: "y", text: "" },
    ]);
    assert.match(text, /x +PER +Mary +3 +7 +0\.75 +model\n/);
    assert.match(text, /y +no entity/);
  });

  it("conll: tokens and BIO tags, a line between inputs", async () => {
    assert.equal(
      await written("conll", [
        { path: "a", text: "Ann Lee met Bob." },
        { path: "b", text: "No!" },
      ]),
      "Ann\tB-PER\nLee\tI-PER\nmet\tO\nBob\tB-PER\n.\tO\n\n-DOCSTART-\tO\n\nNo\tB-PER\n!\tO\n\n",
    );
  });

  it("conll: what it writes, it reads again to the same tokens and tags", async () => {
    const once = await written("conll", [letter, silent]);
    const again = await written("conll", [{ path: "x", text: once }], { input: "conll" });
    assert.equal(again, once.replace("-DOCSTART-\tO\n\n", ""));
  });

  it("each says what found an entity, with no probability for a rule's", async () => {
    const rules = await loadRules({ gazetteers: [{ phrases: [["Bob", "DOG"]] }] });
    const inputs = [{ path: "x", text: "Ann met Bob." }];
    const by = (format: TagFormat) => written(format, inputs, { rules }, true);
    const [record] = JSON.parse(await by("json"));
    assert.deepEqual(
      record.entities.map((entity: object) => entity),
      [
        {
          ...{ type: "PER", start: 0, end: 3, startCodePoint: 0, endCodePoint: 3, text: "Ann" },
          ...{ probability: 0.75, source: "model" },
        },
        {
          ...{ type: "DOG", start: 8, end: 11, startCodePoint: 8, endCodePoint: 11, text: "Bob" },
          ...{ probability: null, source: "gazetteer" },
        },
      ],
    );
    const rows: Record<string, string>[] = parse(await by("csv"), { columns: true });
    assert.deepEqual(
      rows.map(({ probability, source }) => [probability, source]),
      [
        ["0.75", "model"],
        ["", "gazetteer"],
      ],
    );
    assert.match(await by("table"), /x +DOG +Bob +8 +11 +gazetteer\n/);
    assert.equal(
      await by("conll"),
      "Ann\tmodel\tB-PER\nmet\t_\tO\nBob\tgazetteer\tB-DOG\n.\t_\tO\n\n",
    );
    const page = await by("html");
    assert.match(page, /<mark class="e\d" title="probability 0\.75"><bdi>Ann/);
    assert.match(page, /<mark class="e\d rule" title="by a gazetteer"><bdi>Bob/);
    assert.match(page, /A dashed line below a mark/);
  });

  it("table and html show columns of tokens as a sentence", async () => {
    assert.match(await written("table", [columns], { input: "conll" }), /gold +PER +Mary Ann +0 /);
    const page = await written("html", [columns], { input: "conll" });
    assert.match(page, /<bdi>Mary Ann<\/bdi><span class="type">PER<\/span><\/mark> slept/);
  });
});

describe("the page of tagged text", () => {
  it("has the whole text, escaped, with its paragraphs, and a type's name in each mark", async () => {
    const text = "Ann <b> & Bob.\n\nnext one.\nAnd Cy.";
    const page = await written("html", [{ path: "a<b", text }]);
    const body = page.slice(
      page.indexOf('<section class="card text">'),
      page.indexOf("</section>"),
    );
    const visible = body.replace(/<span class="type">.*?<\/span>|<[^>]*>/g, "");
    assert.match(page, /<h2>a&lt;b<\/h2>/);
    assert.equal(body.match(/<p dir="auto">/g)?.length, 2);
    assert.match(visible.replace(/\s+/g, " "), /Ann &lt;b&gt; &amp; Bob\. next one\. And Cy\./);
    assert.equal(page.match(/<span class="type">PER<\/span>/g)?.length, 3);
  });

  it("counts entities by type on top and speaks of failures", async () => {
    const page = await written("html", [letter, "/does/not/exist"]);
    assert.match(page, /class="card first"/);
    assert.match(page, /PER<\/mark><\/td><td class="number">4</);
    assert.match(page, /ORG<\/mark><\/td><td class="number">0</);
    assert.match(page, /<p class="problem">missing: no such file or folder<\/p>/);
  });

  it("is a whole page without inputs too", async () => {
    assert.match(await written("html", []), /^<!doctype html>[\s\S]*0 inputs[\s\S]*<\/html>\n$/);
  });

  it("has ink on its marks with a contrast of 7:1 or more, light and dark", async () => {
    const page = await written("html", []);
    const pairs = [...page.matchAll(/\.e\d \{ background: (#\w{6}); color: (#\w{6}); \}/g)];
    assert.equal(pairs.length, 16);
    for (const [, background, ink] of pairs) {
      assert.ok(contrast(background, ink) >= 7, `${ink} on ${background}`);
    }
  });
});

/** Contrast of two colours (WCAG 2.2, relative luminance). */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const level = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
