/**
 * What happens to a batch of decoded images.
 *
 * @module
 */
import { alignFace, cropGrey, rollOf, wholePicture } from "../align/crop.js";
import { type FaceRegion, locateLandmarks } from "../align/locate-landmarks.js";
import type { FaceDetector } from "../detect/detector.js";
import { type FoundFaces, findFaces } from "../detect/find-faces.js";
import type { LandmarkNetwork } from "../detect/landmarks-68.js";
import { scaled, sizeOf } from "../detect/search.js";
import { decodeImage } from "../image/decode.js";
import type { Picture } from "../image/picture.js";
import type { ImageRecord } from "../schema.js";
import type { EmotionModel } from "./emotion-model.js";
import { failed, type PreparedImage, type RefusedImage } from "./prepare.js";
import { faceRecord, imageRecord, refusedRecord } from "./record.js";

/** How faces are come by; see `ClassifyOptions.faces`. */
export const FACE_MODES = ["detect", "crop", "auto"] as const;

/** One of {@link FACE_MODES}. */
export type FaceMode = (typeof FACE_MODES)[number];

/** The networks and rules of one classification. */
export interface Pipeline {
  readonly detector: FaceDetector;
  readonly landmarks: LandmarkNetwork;
  readonly emotions: EmotionModel;
  readonly faces: FaceMode;
  readonly minFace: number;
  readonly minConfidence: number;
  readonly retry: boolean;
  readonly maxPixels: number;
  /** Lets other work have its turn; throws when the whole is to stop. */
  readonly breathe: () => Promise<void>;
}

/** The pixels behind a record. */
export interface ImagePixels {
  /** The upright picture, shrunk by `picture.scale` against the record's coordinates. */
  readonly picture: Picture;
  /** For each face of the record what the emotion network saw: `size * size` grey bytes. */
  readonly crops: readonly { readonly data: Uint8Array; readonly size: number }[];
}

/** A record, and its pixels where there are any. */
export interface Outcome {
  readonly record: ImageRecord;
  readonly pixels?: ImagePixels;
}

/** The faces of an image; with `whole` the picture is the face, and isn't aligned. */
type Faced = FoundFaces & { readonly whole?: true };

const SMALL_PICTURE = 128;
const SMALL_SQUARE = 400;
const SQUARE_RATIO = 1.35;
/** Faces with fewer decoded pixels than this deserve a larger decoding. */
const ENOUGH_FACE = 48;
const EMOTION_BATCH = 64;

/** One outcome for each image of the batch, in its order. */
export async function runBatch(
  pipeline: Pipeline,
  batch: readonly (PreparedImage | RefusedImage)[],
): Promise<Outcome[]> {
  const decoded = batch.filter((image) => image.status === "ok");
  const outcomes = await runTogether(pipeline, decoded);
  return batch.map((image) =>
    image.status === "ok" ? (outcomes.shift() as Outcome) : { record: refusedRecord(image) },
  );
}

/** If a batch fails, each of its images is tried alone, so that one can't spoil the others. */
async function runTogether(
  pipeline: Pipeline,
  images: readonly PreparedImage[],
): Promise<Outcome[]> {
  if (images.length === 0) return [];
  try {
    return await classifyImages(pipeline, images);
  } catch (error) {
    await pipeline.breathe();
    if (images.length === 1) {
      const [{ path, picture }] = images;
      const image = failed(path, error, picture.fullWidth, picture.fullHeight);
      return [{ record: refusedRecord(image) }];
    }
    const outcomes: Outcome[] = [];
    for (const image of images) outcomes.push(...(await runTogether(pipeline, [image])));
    return outcomes;
  }
}

async function classifyImages(
  pipeline: Pipeline,
  images: readonly PreparedImage[],
): Promise<Outcome[]> {
  const { emotions, landmarks: network, breathe } = pipeline;
  const faced = await faceImages(pipeline, images);
  const regions: FaceRegion[] = faced.flatMap(({ picture, turned, faces }) =>
    faces.map((box) => ({ picture, box, turned })),
  );
  const landmarks = await locateLandmarks(network, regions, breathe);
  const size = emotions.inputSize;
  const owners = faced.flatMap((image) => image.faces.map(() => image));
  const alignments = landmarks.map((points) => alignFace(points, size));
  const crops = alignments.map((alignment, i) => {
    const { picture, whole } = owners[i];
    return cropGrey(picture, whole ? wholePicture(picture, size) : alignment, size);
  });
  const probabilities = await predictAll(pipeline, crops);

  let at = 0;
  return images.map((image, i) => {
    const { picture, turned, faces: found } = faced[i];
    const first = at;
    at += found.length;
    const faces = found.map((face, j) =>
      faceRecord(picture, face, {
        landmarks: landmarks[first + j],
        roll: rollOf(alignments[first + j]),
        crop: crops[first + j],
        size,
        labels: emotions.labels,
        probabilities: probabilities[first + j],
      }),
    );
    const record = imageRecord(image.path, picture, turned, faces);
    const pixels = { picture, crops: crops.slice(first, at).map((data) => ({ data, size })) };
    return { record, pixels };
  });
}

async function faceImages(pipeline: Pipeline, images: readonly PreparedImage[]): Promise<Faced[]> {
  const { detector, faces } = pipeline;
  const asFace = ({ picture }: PreparedImage) =>
    faces === "crop" || (faces === "auto" && longestSide(picture) <= SMALL_PICTURE);
  const photographs = images
    .filter((image) => !asFace(image))
    .map((image) => ({ ...image, enlarge: enlarger(pipeline, image) }));
  const found = await findFaces(detector, photographs, pipeline);
  const faced: Faced[] = [];
  for (const image of images) {
    faced.push(
      asFace(image)
        ? wholeFace(image.picture)
        : await chooseFaces(pipeline, image, found.shift() as FoundFaces),
    );
  }
  return faced;
}

/** Leaves out what is too small; where nothing is left, the whole picture may be a face. */
async function chooseFaces(
  pipeline: Pipeline,
  image: PreparedImage,
  found: FoundFaces,
): Promise<Faced> {
  const { picture } = found;
  const faces = found.faces.filter((face) => sizeOf(face) >= pipeline.minFace * picture.scale);
  if (faces.length > 0) return sharpen(pipeline, image, { ...found, faces });
  if (pipeline.faces === "auto" && isSmallSquare(picture)) return wholeFace(picture);
  return { picture, turned: 0, faces };
}

/** Decodes a picture again, larger; if the file has gone meanwhile, the picture stays. */
function enlarger({ maxPixels }: Pipeline, { path, picture }: PreparedImage) {
  return async (enough: number): Promise<Picture> => {
    const again = await decodeImage(path, { maxPixels, enough });
    return again.status === "ok" ? again.picture : picture;
  };
}

/** Decodes a shrunk picture again, larger, when its faces have too few pixels for a good crop. */
async function sharpen(
  pipeline: Pipeline,
  image: PreparedImage,
  found: FoundFaces,
): Promise<FoundFaces> {
  const { picture } = found;
  const smallest = Math.min(...found.faces.map(sizeOf));
  if (picture.scale === 1 || smallest >= ENOUGH_FACE) return found;
  const enough = Math.max(picture.width, picture.height) * 2;
  const larger = await enlarger(pipeline, image)(enough);
  const factor = larger.width / picture.width;
  return { ...found, picture: larger, faces: found.faces.map((face) => scaled(face, factor)) };
}

function longestSide({ fullWidth, fullHeight }: Picture): number {
  return Math.max(fullWidth, fullHeight);
}

function isSmallSquare({ fullWidth, fullHeight }: Picture): boolean {
  const longest = Math.max(fullWidth, fullHeight);
  return longest <= SMALL_SQUARE && longest / Math.min(fullWidth, fullHeight) <= SQUARE_RATIO;
}

function wholeFace(picture: Picture): Faced {
  const { width, height } = picture;
  return { picture, turned: 0, faces: [{ x: 0, y: 0, width, height, score: 1 }], whole: true };
}

/** For each crop its row of probabilities. */
async function predictAll(
  { emotions, breathe }: Pipeline,
  crops: readonly Uint8Array[],
): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for (let start = 0; start < crops.length; start += EMOTION_BATCH) {
    const some = crops.slice(start, start + EMOTION_BATCH);
    const joined = new Uint8Array(some.length * some[0].length);
    for (const [i, crop] of some.entries()) joined.set(crop, i * crop.length);
    const all = emotions.predict(joined, some.length);
    const { length } = emotions.labels;
    for (let i = 0; i < some.length; i++) rows.push(all.subarray(i * length, (i + 1) * length));
    await breathe();
  }
  return rows;
}
