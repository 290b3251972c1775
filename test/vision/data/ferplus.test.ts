import assert from "node:assert/strict";
import { dataRoot, findDataManifest, hasData } from "@mltl/core";
import type { FaceSet } from "#vision/data/face-set.js";
import { underFerplus } from "#vision/data/ferplus.js";
import { emotionShares, majorityEmotion } from "#vision/data/ferplus-votes.js";
import { openFaces } from "#vision/data/open-faces.js";

// Columns: neutral, happy, surprise, sad, angry, disgust, fear, contempt, unknown, not a face.
const CLEAR = [2, 7, 1, 0, 0, 0, 0, 0, 0, 0];
const TORN = [4, 0, 0, 4, 1, 1, 0, 0, 0, 0];
const NO_FACE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
const UNKNOWN = [2, 0, 0, 0, 0, 0, 0, 0, 7, 1];
const FOUR_WAYS = [0, 3, 3, 2, 2, 0, 0, 0, 0, 0];
const shares = (votes: number[]) =>
  emotionShares(votes) && Array.from(emotionShares(votes) ?? [], (x) => Number(x.toFixed(4)));

describe("majorityEmotion", () => {
  it("wants more than half of the votes that aren't alone", () => {
    assert.equal(majorityEmotion(CLEAR), 3);
    assert.equal(majorityEmotion(TORN), undefined);
    assert.equal(
      majorityEmotion([5, 0, 0, 1, 1, 1, 1, 1, 0, 0]),
      6,
      "five of five, lone votes apart",
    );
    assert.equal(majorityEmotion([0, 0, 0, 0, 0, 0, 0, 8, 2, 0]), 7);
  });

  it("leaves out what is unknown or not a face", () => {
    for (const votes of [NO_FACE, UNKNOWN, Array(10).fill(1)]) {
      assert.equal(majorityEmotion(votes), undefined);
    }
  });
});

describe("emotionShares", () => {
  it("shares what has three quarters of the votes, in our order of emotions", () => {
    assert.deepEqual(shares(CLEAR), [0, 0, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(shares(TORN), [0, 0, 0, 0, 0.5, 0, 0.5, 0]);
    assert.deepEqual(shares([3, 5, 2, 0, 0, 0, 0, 0, 0, 0]), [0, 0, 0, 0.625, 0, 0, 0.375, 0]);
  });

  it("leaves out more than three emotions, and what is unknown or no face first of all", () => {
    for (const votes of [FOUR_WAYS, NO_FACE, UNKNOWN]) assert.equal(shares(votes), undefined);
  });

  it("stops at unknown once emotions came before it", () => {
    assert.deepEqual(shares([6, 0, 0, 0, 0, 0, 0, 0, 4, 0]), [0, 0, 0, 0, 0, 0, 1, 0]);
    assert.equal(shares([5, 0, 0, 0, 0, 0, 0, 0, 5, 0]), undefined, "half is not enough");
  });
});

describe("underFerplus", () => {
  const faces: FaceSet = {
    size: 1,
    count: 3,
    pixels: new Uint8Array(3),
    labels: Uint8Array.of(0, 0, 0),
    rows: Int32Array.of(0, 1, 2),
  };
  const votes = Uint8Array.from([...CLEAR, ...TORN, ...NO_FACE]);

  it("keeps faces with a majority; with a distribution where votes are the targets", () => {
    const scored = underFerplus(faces, votes);
    assert.deepEqual([...scored.rows], [0]);
    assert.equal(scored.labels[0], 3);
    const taught = underFerplus(faces, votes, "votes");
    assert.deepEqual([...taught.rows], [0, 1]);
    assert.deepEqual([...(taught.votes?.subarray(8, 16) ?? [])], [0, 0, 0, 0, 0.5, 0, 0.5, 0]);
  });

  it("finds as many faces as FER+'s own reader does", async function () {
    const manifest = await findDataManifest("ferplus");
    if (!hasData(dataRoot(), manifest)) {
      console.error("      (skipped: needs fer2013 under MLTL_DATA)");
      this.skip();
    }
    const data = await openFaces("ferplus", { dataRoot: dataRoot() });
    for (const split of data.splits) {
      assert.equal((await data.read(split)).rows.length, manifest.counts?.[split], split);
    }
    // By a transcription of FERPlusReader._process_data run over the same votes.
    assert.equal((await data.read("test", { targets: "votes" })).rows.length, 3504);
  });
});
