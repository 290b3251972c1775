import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  faceWeightsExamination,
  faceWeightsFolder,
  readWeights,
  WEIGHT_FILES,
} from "#vision/face-api/weights.js";
import { inTempFolder } from "../photographs.js";

describe("readWeights", () => {
  it("dequantizes by the manifest's scale and least value", async () => {
    const weights = await readWeights(WEIGHT_FILES.tiny);
    const bias = weights.get("conv0/bias");
    assert.deepEqual(bias?.shape, [16]);
    const steps = [...(bias?.data ?? [])].map(
      (value) => (value + 0.9211046672334858) / 0.005263455241334205,
    );
    for (const step of steps) assert.ok(Math.abs(step - Math.round(step)) < 1e-3, `${step}`);
    assert.ok(Math.min(...steps) >= -1e-3 && Math.max(...steps) <= 255.001);
  });

  it("refuses a damaged file and says which", async () => {
    await inTempFolder(async (folder) => {
      await cp(faceWeightsFolder(), folder, { recursive: true });
      const file = path.join(folder, WEIGHT_FILES.tiny.binary.name);
      const bytes = await readFile(file);
      bytes[1000] ^= 1;
      await writeFile(file, bytes);
      await rm(path.join(folder, WEIGHT_FILES.ssd.manifest.name));
      process.env.MLTL_FACE_WEIGHTS = folder;
      try {
        await assert.rejects(readWeights(WEIGHT_FILES.tiny), {
          code: "E_CHECKSUM",
          message: new RegExp(WEIGHT_FILES.tiny.binary.name),
        });
        await assert.rejects(readWeights(WEIGHT_FILES.ssd), { code: "E_NOT_FOUND" });
        const checks = await faceWeightsExamination.examine();
        assert.deepEqual(
          checks.map(({ status }) => status),
          ["failed", "failed"],
        );
        for (const { advice } of checks) assert.match(advice ?? "", /npm ci/);
      } finally {
        delete process.env.MLTL_FACE_WEIGHTS;
      }
    });
  });
});
