import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openFaces } from "#vision/data/open-faces.js";

const AREA = 48 * 48;
const pixels = (level: number) => Array(AREA).fill(level).join(" ");
const VOTES_HEAD =
  "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF";

describe("FER2013 as Kaggle gives it", () => {
  let folder: string;
  const write = (name: string, lines: string[]) =>
    writeFile(path.join(folder, name), `${lines.join("\n")}\n`);
  const open = (name = "") => openFaces(path.join(folder, name), { dataRoot: folder });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-kaggle-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("reads fer2013.csv in a folder: splits by Usage, a place for each face", async () => {
    await write("fer2013.csv", [
      "emotion,pixels,Usage",
      `3,${pixels(7)},Training`,
      `6,"${pixels(8)}",PublicTest`,
      `0,${pixels(9)},PrivateTest`,
      `4,${pixels(255)},Training`,
    ]);
    const data = await open();
    assert.deepEqual(data.splits, ["train", "dev", "test"]);
    assert.deepEqual(data.labels, [
      "angry",
      "disgust",
      "fear",
      "happy",
      "sad",
      "surprise",
      "neutral",
    ]);
    assert.equal(data.name, path.basename(folder));
    const { labels, sources, pixels: bytes, votes } = await data.read("train");
    assert.deepEqual([...labels], [3, 4]);
    assert.deepEqual(sources, ["fer2013.csv#0", "fer2013.csv#3"]);
    assert.deepEqual([bytes.length, bytes[0], bytes[2 * AREA - 1]], [2 * AREA, 7, 255]);
    assert.equal(votes, undefined);
  });

  it("reads icml_face_data.csv, whose columns have spaces and another order", async () => {
    await write("icml_face_data.csv", [
      "emotion, Usage, pixels",
      `3, Training, ${pixels(7)}`,
      `6, Training, ${pixels(8)}`,
    ]);
    const data = await open("icml_face_data.csv");
    const { labels, pixels: bytes } = await data.read("train");
    assert.deepEqual([[...labels], bytes[AREA]], [[3, 6], 8]);
  });

  it("leaves out rows that are broken, and says which", async () => {
    await write("fer2013.csv", [
      "emotion,pixels,Usage",
      `3,${pixels(7)},Training`,
      "3,1 2 3,Training",
      `9,${pixels(7)},Training`,
      `3,${pixels(256)},Training`,
      `3,${pixels(7)},Elsewhere`,
      `4,${pixels(7)},Training`,
    ]);
    const data = await open();
    assert.deepEqual(data.problems, [
      { path: "fer2013.csv#1", reason: "expected 2304 pixels of 0 to 255, received 3" },
      { path: "fer2013.csv#2", reason: "unknown emotion '9'" },
      { path: "fer2013.csv#3", reason: "expected 2304 pixels of 0 to 255, received 0" },
      { path: "fer2013.csv#4", reason: "unknown Usage 'Elsewhere'" },
    ]);
    assert.deepEqual([...(await data.read("train")).labels], [3, 4]);
  });

  describe("with FER+'s votes beside it", () => {
    beforeEach(() =>
      write("fer2013.csv", [
        "emotion,pixels,Usage",
        `3,${pixels(7)},Training`,
        `6,${pixels(8)},Training`,
      ]),
    );

    it("adds the votes to FER2013's labels, and gives FER+'s own by its file", async () => {
      await write("fer2013new.csv", [
        VOTES_HEAD,
        "Training,fer0000000.png,2,0,0,0,0,0,0,8,0,0",
        "Training,,4,0,0,4,1,1,0,0,0,0",
      ]);
      const fer = await (await open()).read("train");
      assert.deepEqual([...fer.labels], [3, 6]);
      assert.deepEqual(
        [...(fer.votes ?? [])],
        [...[0, 0, 0, 0, 0, 0, 1], ...[0.1, 0.1, 0, 0, 0.4, 0, 0.4].map(Math.fround)],
      );
      const data = await open("fer2013new.csv");
      const ferplus = await data.read("train");
      assert.equal(data.labels.length, 8);
      assert.deepEqual(
        [...ferplus.rows].map((row) => data.labels[ferplus.labels[row]]),
        ["contempt"],
      );
    });

    it("refuses votes for another number of faces", async () => {
      await write("fer2013new.csv", [VOTES_HEAD, "Training,fer0000000.png,2,0,0,0,0,0,0,8,0,0"]);
      await assert.rejects(open(), {
        code: "E_BAD_DATA",
        message: /Expected 2 rows in .*fer2013new\.csv .*, received 1/,
      });
    });
  });

  it("wants the faces beside FER+'s votes", async () => {
    await write("fer2013new.csv", [VOTES_HEAD, "Training,fer0000000.png,2,0,0,0,0,0,0,8,0,0"]);
    await assert.rejects(open("fer2013new.csv"), {
      code: "E_NOT_FOUND",
      message: /Expected fer2013\.csv or icml_face_data\.csv beside/,
    });
  });
});
