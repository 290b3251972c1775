/**
 * Our emotion classifier as a contender.
 *
 * @module
 */
import path from "node:path";
import { readManifest } from "@mltl/core";
import { loadModel } from "@mltl/vision";
import { sha256OfFile } from "#core/io/checksum.js";
import { type TestTimeMode, withTestTimeCrops } from "#vision/classify/test-time-crops.js";
import { type FaceContender, inOurOrder } from "./contender.js";

const BATCH = 128;

/**
 * @param folder - of an artifact
 * @param id - `mltl` for the one that others are compared with
 */
export async function ourNetwork(
  id: string,
  folder: string,
  mode: TestTimeMode = "none",
): Promise<FaceContender> {
  const { name, labels, parameters } = await readManifest(folder);
  const model = withTestTimeCrops(await loadModel(folder), mode);
  const looks = mode === "none" ? "" : `, test-time ${mode}`;
  return {
    id,
    name: `mltl ${name}${looks}`,
    note: `one network, ${(parameters / 1e6).toFixed(2)} M numbers${looks}`,
    versions: { node: process.version },
    sha256: await sha256OfFile(path.join(folder, "weights.bin")),
    async classify(crops, count) {
      const area = crops.length / count;
      const probabilities = new Float32Array(count * labels.length);
      for (let from = 0; from < count; from += BATCH) {
        const to = Math.min(from + BATCH, count);
        const some = model.predict(crops.subarray(from * area, to * area), to - from);
        probabilities.set(some, from * labels.length);
      }
      return inOurOrder(probabilities, labels);
    },
    dispose: async () => model.dispose(),
  };
}
