import assert from "node:assert/strict";
import { chmod, copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadEngine, tf } from "@mltl/core";
import {
  type ClassifyOptions,
  classify,
  type ImageRecord,
  imageRecordSchema,
  loadFaceNetworks,
} from "@mltl/vision";
import sharp from "sharp";
import { makeBadImages } from "../image/bad-images.js";
import { SAMPLE_FACES, samplePath, samplePaths } from "../photographs.js";
import { shadeModel } from "./shade-model.js";

async function all(
  inputs: Parameters<typeof classify>[0],
  options: ClassifyOptions = {},
): Promise<ImageRecord[]> {
  const records: ImageRecord[] = [];
  for await (const record of classify(inputs, { model: shadeModel(), ...options })) {
    records.push(imageRecordSchema.parse(record));
  }
  return records;
}

/** Asserts that two values are the same, numbers within `tolerance`. */
function assertAlike(actual: unknown, expected: unknown, tolerance: number, at = ""): void {
  if (typeof actual === "number" && typeof expected === "number") {
    assert.ok(Math.abs(actual - expected) <= tolerance, `${at}: ${actual} against ${expected}`);
  } else if (actual && expected && typeof actual === "object" && typeof expected === "object") {
    assert.deepEqual(Object.keys(actual), Object.keys(expected), at);
    for (const [key, value] of Object.entries(actual)) {
      assertAlike(value, (expected as Record<string, unknown>)[key], tolerance, `${at}.${key}`);
    }
  } else {
    assert.equal(actual, expected, at);
  }
}

describe("classify", function () {
  this.timeout(120_000);
  let folder: string;
  const at = (name: string) => path.join(folder, name);

  before(async () => {
    await loadEngine();
    folder = await mkdtemp(path.join(tmpdir(), "mltl-classify-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("gives one record for each input, in order, with every visible face", async () => {
    const records = await all(samplePaths);
    assert.deepEqual(
      records.map(({ path: file, status, faces }) => [file, status, faces.length]),
      samplePaths.map((file, i) => [file, "ok", SAMPLE_FACES[i]]),
    );
    for (const { width, height, faces } of records) {
      for (const { box, landmarks, probabilities, probability, label } of faces) {
        assert.ok(
          box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0,
        );
        assert.ok(landmarks.every(([x, y]) => x > box.x - box.width && y > box.y - box.height));
        assert.equal(probabilities[label], probability);
      }
    }
  });

  it("gives the same at batch 1 and 32", async () => {
    const small = at("small.jpg");
    await sharp(samplePath(5)).resize(700).toFile(small);
    const inputs = [...samplePaths, small, samplePath(2)];
    const single = await all(inputs, { batchSize: 1 });
    const together = await all(inputs, { batchSize: 32 });
    // Pixels are rounded to hundredths, so that a tiny difference can become 0.01.
    assertAlike(round(together), round(single), 1e-4);
  });

  it("gives every bad input a status and goes on", async () => {
    await sharp({ create: { width: 10, height: 10, channels: 3, background: "#888" } })
      .png()
      .toFile(at("grey.png"));
    const badFolder = await mkdtemp(at("bad-"));
    makeBadImages(badFolder);
    await copyFile(samplePath(3), path.join(badFolder, "new\nline 🙂.jpg"));
    await sharp(at("grey.png")).resize(1, 1).toFile(path.join(badFolder, "one.png"));
    const names = (await readdir(badFolder)).sort();
    const inputs = [...names.map((name) => path.join(badFolder, name)), at("missing.jpg")];
    const records = await all(inputs);
    assert.deepEqual(
      records.map((record) => record.path),
      inputs,
    );
    const statuses = Object.fromEntries(
      records.map((record) => [path.basename(record.path), record.status]),
    );
    assert.deepEqual(statuses, {
      "bomb.svg": "unsupported",
      "cut.jpg": "unreadable",
      "dangling.jpg": "missing",
      "empty.jpg": "unreadable",
      "folder.jpg": "unsupported",
      "header-only.jpg": "unreadable",
      "heic-inside.jpg": "unsupported",
      "huge.png": "too-large",
      "new\nline 🙂.jpg": "ok",
      "one.png": "no-face",
      "phone.heic": "unsupported",
      ...(process.platform !== "win32" && { "pipe.jpg": "unsupported" }),
      "text.jpg": "unsupported",
      "missing.jpg": "missing",
    });
    for (const { status, reason } of records) {
      assert.equal(reason === undefined, status === "ok" || status === "no-face");
    }
  });

  it("takes over what the listing of inputs has found out", async () => {
    const [record] = await all([
      { path: "x.jpg", status: "unreadable", reason: "permission denied" },
    ]);
    assert.deepEqual([record.status, record.reason], ["unreadable", "permission denied"]);
  });

  it("calls a file without permission unreadable", async function () {
    if (process.getuid?.() === 0) this.skip(); // root may read everything
    await copyFile(samplePath(3), at("secret.jpg"));
    await chmod(at("secret.jpg"), 0);
    const [{ status }] = await all([at("secret.jpg")]);
    assert.equal(status, "unreadable");
  });

  it("never calls an error 'no face', and an error spoils one image only", async () => {
    const model = shadeModel((_crops, count) => {
      if (count !== SAMPLE_FACES[0]) throw new Error("three faces or none");
    });
    const records = await all([samplePath(1), samplePath(4), samplePath(3)], { model });
    assert.deepEqual(
      records.map(({ status }) => status),
      ["ok", "failed", "ok"],
    );
    assert.equal(records[1].reason, "three faces or none");
    assert.ok(records[1].width > 0);
  });

  it("leaves out faces that are too small or too doubtful", async () => {
    const [{ faces }] = await all([samplePath(5)], { minFace: 200 });
    assert.ok(faces.length < SAMPLE_FACES[4] && faces.length > 0, `${faces.length}`);
    for (const { box } of faces) assert.ok(box.width * box.height >= 199 ** 2);
    const [{ faces: sure }] = await all([samplePath(2)], { minConfidence: 0.9 });
    assert.equal(sure.length, 1);
  });

  it("takes whole pictures for faces when told to, or when they are small", async () => {
    const picture = { create: { width: 48, height: 48, channels: 3 as const, background: "#eee" } };
    await sharp(picture).png().toFile(at("face.png"));
    for (const faces of ["crop", "auto"] as const) {
      const [record] = await all([at("face.png")], { faces });
      assert.equal(record.status, "ok");
      assert.deepEqual(record.faces[0].box, { x: 0, y: 0, width: 48, height: 48 });
      assert.equal(record.faces[0].label, "light");
    }
    const [detected] = await all([at("face.png")]);
    assert.equal(detected.status, "no-face");
    const [photograph] = await all([samplePath(4)], { faces: "auto" });
    assert.equal(photograph.faces.length, SAMPLE_FACES[3]);
  });

  it("hands over pixels and crops before the record", async () => {
    const handed: string[] = [];
    await all([samplePath(4), at("missing.jpg")], {
      onImage: (record, { picture, crops }) => {
        handed.push(record.path);
        assert.equal(picture.data.length, picture.width * picture.height * 3);
        assert.equal(crops.length, record.faces.length);
        for (const { data, size } of crops) assert.equal(data.length, size * size);
      },
    });
    assert.deepEqual(handed, [samplePath(4)]);
  });

  it("takes networks that are loaded, and leaves them so", async () => {
    const networks = await loadFaceNetworks("tiny");
    const first = await all([samplePath(6)], { networks });
    assert.deepEqual(await all([samplePath(6)], { networks }), first);
    networks.dispose();
  });

  it("works with the tiny detector", async () => {
    const [{ faces }] = await all([samplePath(6)], { detector: "tiny" });
    assert.ok(faces.length >= 3, `${faces.length}`);
  });

  it("stops when its signal is aborted", async () => {
    const controller = new AbortController();
    const endless = (function* () {
      while (true) yield samplePath(3);
    })();
    const records = classify(endless, {
      model: shadeModel(),
      batchSize: 1,
      signal: controller.signal,
    });
    await assert.rejects(async () => {
      for await (const _ of records) controller.abort();
    }, /abort/i);
  });

  it("refuses options it doesn't know", async () => {
    for (const options of [
      { detector: "mtcnn" as never },
      { faces: "all" as never },
      { minConfidence: 2 },
      { minFace: Number.NaN },
      { batchSize: 0 },
    ]) {
      await assert.rejects(all([samplePath(1)], options), { code: "E_USAGE" });
    }
  });

  it("leaves no tensor behind, also when it is left early", async () => {
    const before = tf.memory().numTensors;
    await all([samplePath(1), at("missing.jpg")]);
    for await (const _ of classify(samplePaths, { model: shadeModel(), batchSize: 1 })) break;
    assert.equal(tf.memory().numTensors, before);
  });
});

/** Pixels and degrees to tenths: what is left of a difference in the seventh digit. */
function round(value: unknown): unknown {
  if (typeof value === "number") return Math.abs(value) > 1 ? Math.round(value * 10) / 10 : value;
  if (Array.isArray(value)) return value.map(round);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, round(item)]));
  }
  return value;
}
