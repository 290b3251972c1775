import type { FaceRecord } from "../schema.js";

/** Index of the face with the largest box, the first of equals; -1 where there is none. */
export function largestFace(faces: readonly Pick<FaceRecord, "box">[]): number {
  const areas = faces.map(({ box }) => box.width * box.height);
  return areas.indexOf(Math.max(...areas));
}
