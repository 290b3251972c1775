import type { ImageRecord } from "@mltl/vision";

/** What is to be said of an image that could not be used; undefined of any other. */
export function failureOf({ path, status, reason }: ImageRecord): string | undefined {
  return status === "ok" || status === "no-face" ? undefined : `${path}: ${status}: ${reason}`;
}
