import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readVectorFile } from "#text/data/read-vectors.js";
import type { WordVectors } from "#text/features/word-vectors.js";

const WORDS = ["the", "naïve", "東京", "😀"];
const VECTORS = [
  [0.5, -1, 0.25],
  [2, 0, 1],
  [-3, 1.5, 0],
  [0, 0, 0],
];
const LINES = WORDS.map((word, i) => `${word} ${VECTORS[i].join(" ")}`);

describe("files of word vectors", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-vectors-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function read(contents: string | Uint8Array, count = 10): Promise<WordVectors> {
    const file = path.join(folder, "vectors");
    await writeFile(file, contents);
    return readVectorFile(file, count);
  }

  function assertSame(read: WordVectors, count = WORDS.length): void {
    assert.deepEqual(read.words, WORDS.slice(0, count));
    assert.equal(read.width, 3);
    const found = new Float32Array(3);
    VECTORS.slice(0, count).forEach((vector, row) => {
      read.rows.copy(row, found, 0);
      const step = Math.max(...vector.map(Math.abs)) / 127;
      vector.forEach((value, i) => {
        assert.ok(Math.abs(found[i] - value) <= step / 2 + 1e-6, `${found[i]} for ${value}`);
      });
    });
  }

  /** As word2vec writes it; its own tool puts a line's end behind each entry, gensim doesn't. */
  function binary(lineEnds: boolean): Buffer {
    const entries = WORDS.flatMap((word, i) => [
      Buffer.from(`${word} `),
      Buffer.from(Float32Array.from(VECTORS[i]).buffer),
      Buffer.from(lineEnds ? "\n" : ""),
    ]);
    return Buffer.concat([Buffer.from(`${WORDS.length} 3\n`), ...entries]);
  }

  it("are read as GloVe writes them, and as word2vec and fastText do, plain and gzipped", async () => {
    const glove = `${LINES.join("\n")}\n`;
    const fastText = `${WORDS.length} 3\n${LINES.map((line) => `${line} \n`).join("")}`;
    for (const text of [glove, fastText, glove.trimEnd()]) {
      assertSame(await read(text));
      assertSame(await read(gzipSync(text)));
    }
  });

  it("are read in word2vec's binary form", async () => {
    assertSame(await read(binary(true)));
    assertSame(await read(binary(false)));
  });

  it("are read as far as they are wanted", async () => {
    assertSame(await read(`${LINES.slice(0, 2).join("\n")}\nnothing of this is read`, 2), 2);
    assertSame(await read(binary(true).subarray(0, 45), 2), 2);
  });

  it("takes the first of a word that comes twice, and passes over words of several parts", async () => {
    const found = await read(`${LINES[0]}\n. . ${VECTORS[1].join(" ")}\n${LINES[1]}\nthe 9 9 9\n`);
    assertSame(found, 2);
  });

  it("names file and line of what isn't a vector, and a file that is cut off", async () => {
    await assert.rejects(read(`${LINES[0]}\nword 1 two 3\n`), {
      code: "E_BAD_DATA",
      message: /a word and 3 numbers in .*line 2, received 'word 1 two 3'/,
    });
    await assert.rejects(read(`${LINES[0]}\nword 1\n`), { code: "E_BAD_DATA", message: /line 2/ });
    await assert.rejects(read(binary(true).subarray(0, -6)), {
      code: "E_BAD_DATA",
      message: /an end within those of word 4/,
    });
    await assert.rejects(read(""), { code: "E_BAD_DATA", message: /no word/ });
    await assert.rejects(readVectorFile(path.join(folder, "none"), 5), { code: "E_NOT_FOUND" });
  });
});
