import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { annotationSvg } from "#vision/output/annotate.js";
import { commonFolder, OutputNames } from "#vision/output/output-names.js";
import { marked, SidePictures } from "#vision/output/side-pictures.js";
import { Sorter } from "#vision/output/sort-into.js";
import { drawLetters } from "#vision/output/stroke-letters.js";
import { scratchFolder } from "../../core/io/scratch.js";
import { face, picture, record } from "./sample-record.js";

describe("annotationSvg", () => {
  it("draws what sharp can render, without a font", async () => {
    const svg = annotationSvg(record("a.jpg", [face("happy", 20, 40)]), {
      width: 200,
      height: 100,
    });
    assert.doesNotMatch(svg, /<text/);
    await sharp(Buffer.from(svg)).png().toBuffer();
  });

  it("escapes a label in another script and sets it as text", async () => {
    const odd = { ...face("happy", 20, 40, 60), label: "笑<&>" };
    const svg = annotationSvg(record("a.jpg", [odd]), { width: 200, height: 100 });
    assert.match(svg, /<text[^>]*>1 笑&lt;&amp;&gt; 80%<\/text>/);
    await sharp(Buffer.from(svg)).png().toBuffer();
  });
});

describe("a face's label", () => {
  const strokes = (side: number) =>
    annotationSvg(record("a.jpg", [face("happy", 20, 20, side)]), {
      width: 200,
      height: 100,
    }).match(/<path/g)?.length;

  it("says less of a smaller face, and the number at the least", () => {
    assert.deepEqual([60, 26, 12].map(strokes), ["1happy80%".length, "1happy".length, 1]);
  });
});

describe("marked", () => {
  it("marks the face and leaves the rest as it was", async () => {
    const before = picture();
    const after = await marked(record("a.png", [face("happy", 20, 40)]), before)
      .removeAlpha()
      .raw()
      .toBuffer();
    const at = (x: number, y: number) => after[(y * before.width + x) * 3];
    assert.notEqual(at(10, 30), 128, "the box's left side, at half the record's size");
    assert.equal(at(20, 30), 128, "within the box");
    assert.equal(at(95, 45), 128, "the far corner");
  });
});

describe("drawLetters", () => {
  it("knows every emotion, number and percentage", () => {
    for (const words of ["12 disgust 100%", "Überraschung", "fear", "neutral", "9 angry 5.5%"]) {
      assert.ok(drawLetters(words), words);
    }
  });

  it("gives up on another script", () => {
    assert.equal(drawLetters("笑"), undefined);
  });
});

describe("OutputNames", () => {
  it("repeats the folders below the root", () => {
    const names = new OutputNames("/photos");
    assert.equal(names.take("/photos/summer/a.jpg"), "summer/a.jpg");
    assert.equal(names.take("/other/a.jpg"), "_outside/other/a.jpg");
  });

  it("never gives two inputs one name, whatever the case of letters", () => {
    const names = new OutputNames("/photos", () => "face");
    const given = ["/photos/a.jpg", "/photos/b.jpg", "/photos/c.jpg"].map((p) => names.take(p));
    assert.deepEqual(given, ["face", "face-2", "face-3"]);
    const cased = new OutputNames("/photos");
    assert.deepEqual(
      [cased.take("/photos/A.jpg"), cased.take("/photos/a.jpg")],
      ["A.jpg", "a-2.jpg"],
    );
  });

  it("goes by the order of reserving, not of taking", () => {
    const names = new OutputNames("/photos", () => "face");
    for (const path of ["/photos/a.jpg", "/photos/b.jpg"]) names.reserve(path);
    assert.equal(names.take("/photos/b.jpg"), "face-2");
    assert.equal(names.take("/photos/a.jpg"), "face");
  });
});

describe("commonFolder", () => {
  it("finds the folder that all lie in", () => {
    assert.equal(commonFolder(["/photos/a", "/photos/b/c"]), "/photos");
    assert.equal(commonFolder(["/photos/a"]), "/photos/a");
    assert.equal(commonFolder(["/photos", "/work"]), "/");
  });
});

describe("SidePictures", () => {
  const folder = scratchFolder();

  it("writes marked photographs and aligned faces under names of their own", async () => {
    const [annotate, saveCrops] = [folder.at("marked"), folder.at("crops")];
    const side = new SidePictures({ annotate, saveCrops, root: "/in" });
    const crops = [1, 2].map(() => ({ data: new Uint8Array(8 * 8), size: 8 }));
    const faces = [face("happy", 10, 40), face("sad", 120, 40)];
    for (const path of ["/in/a.jpg", "/in/a.png", "/in/sub/a.gif"]) {
      await side.write(record(path, faces), picture(), crops);
    }
    assert.deepEqual(readdirSync(annotate, { recursive: true }).sort(), [
      "a.jpg",
      "a.png",
      "sub",
      "sub/a.gif.jpg",
    ]);
    assert.deepEqual(readdirSync(saveCrops, { recursive: true }).sort(), [
      "a-2.face1.png",
      "a-2.face2.png",
      "a.face1.png",
      "a.face2.png",
      "sub",
      "sub/a.face1.png",
      "sub/a.face2.png",
    ]);
    assert.equal((await sharp(`${annotate}/a.jpg`).metadata()).format, "jpeg");
    assert.equal((await sharp(`${annotate}/a.png`).metadata()).format, "png");
    assert.equal((await sharp(`${saveCrops}/a.face1.png`).metadata()).width, 8);
  });
});

describe("Sorter", () => {
  const folder = scratchFolder();

  it("copies by emotion, keeps both of two files of one name, and is done when run again", async () => {
    const [a, b] = [folder.at("1/a.jpg"), folder.at("2/a.jpg")];
    for (const [file, text] of [
      [a, "one"],
      [b, "two"],
    ]) {
      mkdirSync(folder.at(text === "one" ? "1" : "2"));
      writeFileSync(file, text);
    }
    for (let run = 0; run < 2; run++) {
      const sorter = new Sorter(folder.at("sorted"));
      await sorter.sort(record(a, [face("happy", 0, 0)]));
      await sorter.sort(record(b, [face("happy", 0, 0)]));
      await sorter.sort(record(b, []));
    }
    assert.deepEqual(readdirSync(folder.at("sorted/happy")).sort(), ["a-2.jpg", "a.jpg"]);
    assert.equal(readFileSync(folder.at("sorted/happy/a-2.jpg"), "utf8"), "two");
    assert.ok(existsSync(folder.at("sorted/no-face/a.jpg")));
  });

  it("never overwrites what is there", async () => {
    const file = folder.at("b.jpg");
    writeFileSync(file, "new");
    mkdirSync(folder.at("kept/sad"), { recursive: true });
    writeFileSync(folder.at("kept/sad/b.jpg"), "old");
    await new Sorter(folder.at("kept")).sort(record(file, [face("sad", 0, 0)]));
    assert.equal(readFileSync(folder.at("kept/sad/b.jpg"), "utf8"), "old");
    assert.equal(readFileSync(folder.at("kept/sad/b-2.jpg"), "utf8"), "new");
  });
});
