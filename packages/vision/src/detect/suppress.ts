/**
 * Non-maximum suppression: of detections that overlap, the best stays.
 *
 * @module
 */
import type { Detection } from "./detector.js";

/** The area two boxes share over the area they cover together, 0-1. */
export function overlap(a: Omit<Detection, "score">, b: Omit<Detection, "score">): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Keeps, from the best down, each detection that overlaps no kept one by more than `limit`. */
export function suppress(detections: readonly Detection[], limit: number): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((better) => overlap(better, detection) <= limit)) kept.push(detection);
  }
  return kept;
}
