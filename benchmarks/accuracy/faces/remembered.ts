/**
 * A peer's answers, kept in the cache folder: the peers don't change when ours does.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { writeFileAtomic } from "@mltl/core";
import { cacheFolder } from "#core/engine/native-paths.js";
import { type FaceContender, LABELS } from "./contender.js";

/** Faces whose answers are kept together: what a run that is stopped loses. */
const TOGETHER = 512;

/** The contender, asked only what it wasn't asked before with the same weights and versions. */
export function remembered(
  contender: FaceContender,
  folder = path.join(cacheFolder(), "peers", "answers"),
): FaceContender {
  const { id, sha256, versions } = contender;
  const answersTo = async (crops: Uint8Array, count: number): Promise<Float32Array> => {
    const asked = createHash("sha256")
      .update(JSON.stringify([id, sha256, versions, count]))
      .update(crops)
      .digest("hex");
    const file = path.join(folder, `${asked}.f32`);
    const kept = await readFile(file).catch(() => undefined);
    if (kept) return new Float32Array(new Uint8Array(kept).buffer);
    const answers = await contender.classify(crops, count);
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(file, new Uint8Array(answers.buffer));
    return answers;
  };
  return {
    ...contender,
    async classify(crops, count) {
      const area = crops.length / count;
      const answers = new Float32Array(count * LABELS.length);
      for (let from = 0; from < count; from += TOGETHER) {
        const some = Math.min(TOGETHER, count - from);
        const faces = crops.subarray(from * area, (from + some) * area);
        answers.set(await answersTo(faces, some), from * LABELS.length);
      }
      return answers;
    },
  };
}
