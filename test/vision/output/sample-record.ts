import type { Picture } from "#vision/image/picture.js";
import type { FaceRecord, ImageRecord } from "#vision/schema.js";

/** A face as a model of three labels would have it. */
export function face(label: "happy" | "sad" | "fear", x: number, y: number, side = 40): FaceRecord {
  const probabilities = { happy: 0.1, sad: 0.1, fear: 0.1, [label]: 0.8 };
  return {
    box: { x, y, width: side, height: side },
    landmarks: Array.from({ length: 68 }, (): [number, number] => [x, y]),
    roll: -3.5,
    score: 0.99,
    label,
    probability: 0.8,
    probabilities,
    flags: [],
  };
}

export const labels = ["happy", "sad", "fear"];

/** A record of a picture of 200 by 100 pixels. */
export function record(path: string, faces: FaceRecord[], rest: object = {}): ImageRecord {
  return {
    schema: "mltl.image/1",
    path,
    status: faces.length > 0 ? "ok" : "no-face",
    width: 200,
    height: 100,
    turned: 0,
    faces,
    ...rest,
  };
}

/** A grey picture, half as large as the records say: it was shrunk when it was decoded. */
export function picture(level = 128): Picture {
  return {
    data: new Uint8Array(100 * 50 * 3).fill(level),
    width: 100,
    height: 50,
    channels: 3,
    fullWidth: 200,
    fullHeight: 100,
    scale: 0.5,
  };
}
