import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { imageJsonSchema, imageRecordSchema } from "#vision/schema.js";
import { face, record } from "./output/sample-record.js";

const file = fileURLToPath(new URL("../schema/image-1.json", import.meta.resolve("@mltl/vision")));

describe("the image record's schema", () => {
  it("is the JSON Schema that is kept with the package (UPDATE_SCHEMA=1 writes it)", async () => {
    const text = `${JSON.stringify(imageJsonSchema(), undefined, 2)}\n`;
    if (process.env.UPDATE_SCHEMA) await writeFile(file, text);
    assert.equal(await readFile(file, "utf8"), text);
  });

  it("takes a record and nothing more or less", () => {
    const good = record("a.jpg", [face("happy", 1, 2)]);
    assert.deepEqual(imageRecordSchema.parse(good), good);
    assert.equal(imageRecordSchema.safeParse({ ...good, extra: 1 }).success, false);
    assert.equal(imageRecordSchema.safeParse({ ...good, turned: 45 }).success, false);
    const [first] = good.faces;
    const short = { ...good, faces: [{ ...first, landmarks: first.landmarks.slice(1) }] };
    assert.equal(imageRecordSchema.safeParse(short).success, false);
  });
});
