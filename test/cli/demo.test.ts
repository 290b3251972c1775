import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { sentenceRecordSchema } from "@mltl/text";
import { imageRecordSchema } from "@mltl/vision";
import { runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";

describe("mltl demo", function () {
  this.timeout(120_000);
  const folder = scratchFolder();

  it("prints both tables, writes one page and says what to type next", async () => {
    const { code, stdout, stderr } = await runMltl(["demo"], { cwd: folder.path });
    assert.equal(code, 0, stderr);
    for (let n = 1; n <= 6; n++)
      assert.match(stdout, new RegExp(`sample${n}\\.jpg +1 +\\w+ +\\d+ %`));
    assert.match(stdout, /PER +Mei Tanaka/);
    assert.match(stdout, /mltl vision classify <folder>\n.*mltl text tag <file>\n.*mltl --help\n$/);

    assert.deepEqual(readdirSync(folder.at("mltl-report")), ["index.html"]);
    const page = readFileSync(folder.at("mltl-report/index.html"), "utf8");
    assert.equal(page.match(/<img /g)?.length, 6);
    assert.match(page, /<mark [^>]*><bdi>Lisbon<\/bdi>/);
    assert.doesNotMatch(page, /https?:|<script|src="(?!data:)/);
    assert.match(page, /<\/html>\n$/);
  });

  it("prints one JSON object where that is wanted", async () => {
    const { code, stdout } = await runMltl(["demo", "--format", "json"], { cwd: folder.path });
    assert.equal(code, 0);
    const { images, sentences, report } = JSON.parse(stdout);
    assert.equal(images.length, 6);
    assert.ok(images.every((image: unknown) => imageRecordSchema.safeParse(image).success));
    assert.ok(
      sentences.every((sentence: unknown) => sentenceRecordSchema.safeParse(sentence).success),
    );
    assert.equal(report, "mltl-report/index.html");
  });
});
