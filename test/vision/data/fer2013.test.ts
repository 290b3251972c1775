import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readFer2013 } from "#vision/data/fer2013.js";

/** Three faces: a plain one, one with a twin in another split, one without votes. */
async function writeSplit(folder: string): Promise<void> {
  const columns = {
    "u8.": new Uint8Array(3 * 48 * 48).map((_, i) => Math.floor(i / (48 * 48))),
    "labels.u8.": Uint8Array.of(3, 0, 6),
    "ferplus.u8.": Uint8Array.from(
      [
        [1, 6, 0, 0, 1, 0, 0, 2, 0, 0],
        [10, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 10],
      ].flat(),
    ),
    "flags.u8.": Uint8Array.of(0, 4, 8),
  };
  for (const [name, bytes] of Object.entries(columns)) {
    await writeFile(path.join(folder, `fer2013.val.${name}gz`), gzipSync(bytes));
  }
}

const LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

describe("readFer2013", () => {
  let folder: string;
  const read = (clean: boolean) =>
    readFer2013({ name: "fer2013", folder, split: "val", labels: LABELS, clean });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-fer-"));
    await writeSplit(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("keeps pixels, labels and votes of a row together", async () => {
    const set = await read(false);
    assert.deepEqual([...set.rows], [0, 1, 2]);
    assert.deepEqual([...set.labels], [3, 0, 6]);
    assert.equal(set.pixels[2 * 48 * 48], 2);
    const votes = Array.from(set.votes?.subarray(0, 7) ?? [], (share) => Number(share.toFixed(4)));
    assert.deepEqual(votes, [0.125, 0, 0, 0.75, 0, 0, 0.125]);
    assert.deepEqual([...(set.votes?.subarray(14, 21) ?? [])], [0, 0, 0, 0, 0, 0, 0]);
  });

  it("leaves rows with twins out of the clean split", async () => {
    assert.deepEqual([...(await read(true)).rows], [0, 2]);
  });

  it("refuses files that differ in length", async () => {
    await writeFile(path.join(folder, "fer2013.val.flags.u8.gz"), gzipSync(Uint8Array.of(0)));
    await assert.rejects(read(false), {
      code: "E_BAD_DATA",
      message: /Expected 3 bytes .*flags\.u8\.gz, received 1/,
    });
  });
});
