/**
 * The shape of a result: one record for each image.
 *
 * @module
 */
import { z } from "zod";

/** The version of the record's shape; it changes when a reader would have to. */
export const IMAGE_SCHEMA = "mltl.image/1";

/** What can become of an image. */
export const IMAGE_STATUSES = [
  "ok",
  "no-face",
  "unreadable",
  "unsupported",
  "too-large",
  "missing",
  "failed",
] as const;

/** What is worth knowing about a face before its label is believed. */
export const QUALITY_FLAGS = ["small", "blurred", "dark", "cut-off"] as const;

const fraction = z.number().min(0).max(1);

const faceBoxSchema = z
  .strictObject({
    x: z.number(),
    y: z.number(),
    width: z.number().positive(),
    height: z.number().positive(),
  })
  .describe("Pixels of the upright picture; may reach beyond its border");

export const faceRecordSchema = z.strictObject({
  box: faceBoxSchema,
  landmarks: z
    .array(z.tuple([z.number(), z.number()]))
    .length(68)
    .describe("Points [x, y] in the order of iBUG 300-W, pixels of the upright picture"),
  roll: z
    .number()
    .min(-180)
    .max(180)
    .describe("Degrees by which the face leans clockwise in the upright picture"),
  score: fraction.describe("How sure the detector is that this is a face"),
  label: z.string().describe("The most probable emotion"),
  probability: fraction.describe("The probability of the label"),
  probabilities: z.record(z.string(), fraction).describe("For every emotion of the model"),
  flags: z
    .array(z.enum(QUALITY_FLAGS))
    .describe(
      "small: fewer than 40 pixels; blurred; dark; cut-off: a tenth of the box is outside the picture",
    ),
});

export const imageRecordSchema = z
  .strictObject({
    schema: z.literal(IMAGE_SCHEMA),
    path: z.string().describe("As it was given"),
    status: z.enum(IMAGE_STATUSES),
    reason: z.string().optional().describe("Why the status is neither ok nor no-face, what to do"),
    width: z
      .number()
      .int()
      .nonnegative()
      .describe("Pixels of the picture turned upright by its EXIF orientation; 0: not known"),
    height: z.number().int().nonnegative().describe("Like width"),
    turned: z
      .literal([0, 90, 180, 270])
      .describe(
        "Degrees clockwise by which the upright picture had to be turned for faces to be found. " +
          "Boxes, landmarks and rolls are of the picture before that turn.",
      ),
    faces: z.array(faceRecordSchema).describe("The surest first"),
  })
  .describe("What mltl found in one image");

/** What {@link imageRecordSchema} describes: one image. */
export type ImageRecord = z.infer<typeof imageRecordSchema>;

/** One face of an {@link ImageRecord}. */
export type FaceRecord = z.infer<typeof faceRecordSchema>;

/** What became of an image. */
export type ImageStatus = ImageRecord["status"];

/** A warning about one face. */
export type QualityFlag = (typeof QUALITY_FLAGS)[number];

/** The record's JSON Schema, as it stands in `schema/image-1.json`. */
export function imageJsonSchema(): object {
  return z.toJSONSchema(imageRecordSchema);
}
