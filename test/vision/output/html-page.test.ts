import assert from "node:assert/strict";
import type { Sink } from "@mltl/core";
import { createPageWriter, type PhotoOnPage, thumbnail } from "#vision/output/html-page.js";
import { face, labels, picture, record } from "./sample-record.js";

async function page(photos: readonly PhotoOnPage[]): Promise<string> {
  let text = "";
  const sink: Sink = {
    readerGone: false,
    write: async (more) => {
      text += more;
    },
    close: async () => {},
    discard: async () => {},
  };
  const writer = createPageWriter(sink, labels);
  for (const photo of photos) await writer.write(photo);
  await writer.close();
  return text;
}

describe("the page of photographs", () => {
  const nasty = `<script>alert("1")</script>.jpg`;
  const faces = [face("sad", 0, 0), face("happy", 100, 50)];

  it("needs nothing from outside it and escapes names", async () => {
    const text = await page([
      { record: record(nasty, faces), thumbnail: await thumbnail(picture()) },
    ]);
    assert.doesNotMatch(text, /https?:|url\(|<script|<link|@import/);
    assert.match(text, /&lt;script&gt;/);
    for (const [, source] of text.matchAll(/src="([^"]*)"/g))
      assert.match(source, /^data:image\/jpeg/);
  });

  it("gives each box the number of its row, at its place in the photograph", async () => {
    const text = await page([
      { record: record("a.jpg", faces), thumbnail: await thumbnail(picture()) },
    ]);
    assert.match(
      text,
      /left:50.00%;top:50.00%;width:20.00%;height:40.00%[^>]*><b>2<span> happy<\/span><\/b>/,
    );
    assert.match(text, /<td class="number">2<\/td><td>.*?happy/);
  });

  it("says what became of a file that could not be decoded", async () => {
    const failed = record("b.jpg", [], { status: "unreadable", reason: "cut short", width: 0 });
    assert.match(await page([{ record: failed }]), /unreadable: cut short/);
  });

  it("counts faces by emotion over all photographs", async () => {
    const text = await page([{ record: record("a.jpg", faces) }, { record: record("b.jpg", []) }]);
    assert.match(text, /2 faces in 2 files \(1 ok, 1 no-face\)/);
    assert.match(text, /Faces by emotion: happy 1, sad 1, fear 0/);
  });

  it("is a whole page even without a photograph", async () => {
    assert.match(await page([]), /^<!doctype html>[\s\S]*<\/html>\n$/);
  });
});

describe("thumbnail", () => {
  it("bounds a large picture's size", async () => {
    const side = 2000;
    const data = new Uint8Array(side * side * 3).fill(90);
    const large = { ...picture(), data, width: side, height: side };
    assert.ok((await thumbnail(large)).length < 100_000);
  });
});
