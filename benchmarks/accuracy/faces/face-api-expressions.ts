/**
 * face-api's expression network as a contender.
 *
 * @module
 */
import { sha256OfFile } from "#core/io/checksum.js";
import { loadFaceApiNetwork } from "../../speed/peers/face-api-network.js";
import { type FaceContender, inOurOrder, SIDE } from "./contender.js";

const BATCH = 16;

export async function faceApiExpressions(): Promise<FaceContender> {
  const { labels, versions, weights, predict } = await loadFaceApiNetwork();
  return {
    id: "face-api",
    name: `face-api ${versions["@vladmandic/face-api"]}`,
    note: "its expression network, as shipped",
    versions,
    sha256: await sha256OfFile(weights),
    async classify(crops, count) {
      const area = SIDE * SIDE;
      const probabilities = new Float32Array(count * labels.length);
      for (let from = 0; from < count; from += BATCH) {
        const to = Math.min(from + BATCH, count);
        const some = await predict(crops.subarray(from * area, to * area), to - from, SIDE);
        probabilities.set(some, from * labels.length);
      }
      return inOurOrder(probabilities, labels);
    },
    dispose: async () => {},
  };
}
