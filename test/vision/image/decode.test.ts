import assert from "node:assert/strict";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { type DecodedImage, decodeImage } from "#vision/image/decode.js";
import { looksLikeImage } from "#vision/image/format.js";
import { decoded, samplePath } from "../photographs.js";
import { makeBadImages } from "./bad-images.js";

let folder: string;
const at = (name: string) => path.join(folder, name);
const red = { r: 200, g: 30, b: 40 };

/** A picture whose left half is red and right half white. */
function twoHalves(width = 40, height = 20): Sharp {
  const half = { create: { width: width / 2, height, channels: 3 as const, background: red } };
  return sharp({ create: { width, height, channels: 3, background: "#fff" } }).composite([
    { input: half, left: 0, top: 0 },
  ]);
}

function near(actual: readonly number[], expected: readonly number[], tolerance = 6): void {
  const close = expected.every((value, i) => Math.abs(value - actual[i]) <= tolerance);
  assert.ok(close, `expected about ${expected}, received ${actual}`);
}

async function pixel(file: string, x: number, y: number): Promise<number[]> {
  const { data, width } = await decoded(file);
  const start = (y * width + x) * 3;
  return [...data.subarray(start, start + 3)];
}

async function refused(name: string): Promise<Exclude<DecodedImage, { status: "ok" }>> {
  const image = await decodeImage(at(name));
  assert.notEqual(image.status, "ok");
  return image as Exclude<DecodedImage, { status: "ok" }>;
}

describe("decodeImage", function () {
  this.timeout(30_000);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-decode-"));
    makeBadImages(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const format of ["jpeg", "png", "webp", "tiff", "avif", "gif"] as const) {
    it(`reads ${format}`, async () => {
      const file = at(`halves.${format}`);
      await twoHalves().toFormat(format).toFile(file);
      near(await pixel(file, 5, 10), [200, 30, 40], 12);
      near(await pixel(file, 35, 10), [255, 255, 255], 12);
    });
  }

  it("decides by the first bytes, not by the name", async () => {
    await twoHalves().png().toFile(at("really-png.jpg"));
    near(await pixel(at("really-png.jpg"), 5, 10), [200, 30, 40]);
  });

  it("takes the first frame of an animation", async () => {
    const frame = (background: string) => ({
      create: { width: 8, height: 8, channels: 3 as const, background },
    });
    const frames = await Promise.all(
      ["#f00", "#00f"].map((colour) => sharp(frame(colour)).png().toBuffer()),
    );
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toFile(at("two.gif"));
    near(await pixel(at("two.gif"), 4, 4), [255, 0, 0]);
    assert.equal((await decoded(at("two.gif"))).height, 8);
  });

  it("turns a picture upright by its EXIF orientation", async () => {
    await twoHalves().withMetadata({ orientation: 6 }).jpeg().toFile(at("turned.jpg"));
    const { width, height, fullWidth, fullHeight } = await decoded(at("turned.jpg"));
    assert.deepEqual([width, height, fullWidth, fullHeight], [20, 40, 20, 40]);
    near(await pixel(at("turned.jpg"), 10, 5), [200, 30, 40], 12);
    near(await pixel(at("turned.jpg"), 10, 35), [255, 255, 255], 12);
  });

  it("lays transparent pixels on white", async () => {
    const background = { ...red, alpha: 0 };
    await sharp({ create: { width: 8, height: 8, channels: 4, background } })
      .png()
      .toFile(at("clear.png"));
    near(await pixel(at("clear.png"), 4, 4), [255, 255, 255]);
  });

  it("makes grey, CMYK and 16-bit pictures 8-bit RGB", async () => {
    await sharp(await twoHalves().png().toBuffer())
      .greyscale()
      .png()
      .toFile(at("grey.png"));
    const [level, ...rest] = await pixel(at("grey.png"), 5, 10);
    assert.deepEqual(rest, [level, level]);
    await twoHalves().toColourspace("cmyk").tiff().toFile(at("cmyk.tif"));
    near(await pixel(at("cmyk.tif"), 35, 10), [255, 255, 255], 12);
    await twoHalves().toColourspace("rgb16").png().toFile(at("deep.png"));
    assert.equal((await sharp(at("deep.png")).metadata()).depth, "ushort");
    near(await pixel(at("deep.png"), 5, 10), [200, 30, 40]);
  });

  it("shrinks large pictures and remembers their size", async () => {
    const picture = await decoded(samplePath(1));
    assert.deepEqual([picture.fullWidth, picture.fullHeight], [1920, 1280]);
    assert.deepEqual([picture.width, picture.height, picture.scale], [960, 640, 0.5]);
  });

  it("reads names with newlines and emoji, and ones that look like options of a decoder", async () => {
    for (const name of ["a\nb.png", "🙂.png", "photo[page=3].png", "[n=-1]"]) {
      await twoHalves().png().toFile(at("plain.png"));
      await copyFile(at("plain.png"), at(name));
      assert.equal((await decodeImage(at(name))).status, "ok", name);
    }
  });

  it("reads a picture of one pixel", async () => {
    const create = { width: 1, height: 1, channels: 3 as const, background: red };
    await sharp({ create }).png().toFile(at("one.png"));
    assert.equal((await decoded(at("one.png"))).data.length, 3);
  });

  it("says that a file is empty", async () => {
    assert.deepEqual(await refused("empty.jpg"), {
      status: "unreadable",
      reason: "the file is empty",
      width: 0,
      height: 0,
    });
  });

  it("does not take a photograph that is cut short for a whole one", async () => {
    const { status, reason, width } = await refused("cut.jpg");
    assert.equal(status, "unreadable");
    assert.match(reason, /cut short/);
    assert.equal(width, 1920);
    assert.equal((await refused("header-only.jpg")).status, "unreadable");
  });

  it("refuses what is not an image, whatever its name", async () => {
    const { status, reason } = await refused("text.jpg");
    assert.equal(status, "unsupported");
    assert.match(reason, /not an image but text/);
  });

  it("says what to do with HEIC, whatever its name", async () => {
    for (const name of ["phone.heic", "heic-inside.jpg"]) {
      const { status, reason } = await refused(name);
      assert.equal(status, "unsupported");
      assert.match(reason, /HEIC.*convert it to JPEG/);
    }
  });

  it("never renders an SVG", async () => {
    const { status, reason } = await refused("bomb.svg");
    assert.equal(status, "unsupported");
    assert.match(reason, /SVG/);
  });

  it("counts pixels in the header, before anything is decoded", async () => {
    const memory = process.memoryUsage.rss();
    const { status, reason, width, height } = await refused("huge.png");
    assert.equal(status, "too-large");
    assert.match(reason, /30000 x 30000 is over the limit of 100 million pixels/);
    assert.deepEqual([width, height], [30_000, 30_000]);
    assert.ok(process.memoryUsage.rss() - memory < 100e6);
  });

  it("has a limit that can be set", async () => {
    const image = await decodeImage(samplePath(1), { maxPixels: 1e6 });
    assert.equal(image.status, "too-large");
  });

  it("opens regular files only", async function () {
    assert.equal((await refused("folder.jpg")).status, "unsupported");
    if (process.platform === "win32") this.skip();
    const { status, reason } = await refused("pipe.jpg");
    assert.equal(status, "unsupported");
    assert.match(reason, /not a regular file/);
    if (process.platform === "linux") {
      assert.equal((await decodeImage("/dev/zero")).status, "unsupported");
    }
  });

  it("tells a missing file from an unreadable one", async function () {
    assert.equal((await refused("not-there.jpg")).status, "missing");
    assert.equal((await refused("dangling.jpg")).status, "missing");
    if (process.getuid?.() === 0) this.skip(); // root may read everything
    await writeFile(at("secret.jpg"), "x");
    await chmod(at("secret.jpg"), 0);
    assert.equal((await refused("secret.jpg")).status, "unreadable");
  });
});

describe("looksLikeImage", () => {
  it("goes by the name or by the first bytes", async () => {
    const here = await mkdtemp(path.join(tmpdir(), "mltl-looks-"));
    await twoHalves().png().toFile(path.join(here, "picture"));
    await writeFile(path.join(here, "notes.txt"), "notes");
    assert.equal(await looksLikeImage("anything.HEIC"), true);
    assert.equal(await looksLikeImage(path.join(here, "picture")), true);
    await writeFile(
      path.join(here, "drawing.bin"),
      '<?xml version="1.0"?>\n<!-- x --><svg width="9"/>',
    );
    await writeFile(
      path.join(here, "page.html"),
      "<html><body><svg width='9'></svg></body></html>",
    );
    assert.equal(await looksLikeImage("drawing.svg"), true);
    assert.equal(await looksLikeImage(path.join(here, "drawing.bin")), true);
    assert.equal(await looksLikeImage(path.join(here, "page.html")), false);
    assert.equal(await looksLikeImage(path.join(here, "notes.txt")), false);
    assert.equal(await looksLikeImage(path.join(here, "not-there")), false);
    await rm(here, { recursive: true });
  });
});
