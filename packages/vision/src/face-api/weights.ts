/**
 * Reads the weight files that the face-api package carries: a manifest with names, shapes and
 * quantization, and one binary. Each file is checked against a SHA-256 pinned here.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import {
  type Block,
  type Check,
  decodeTfjsWeights,
  type Examination,
  MltlError,
  parametersOf,
  weightsManifestSchema,
} from "@mltl/core";

/** One weight: `data` in row-major order. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Every weight of a network by its name in the manifest. */
export type Weights = ReadonlyMap<string, Weight>;

/** A network whose weights we use. */
export interface WeightFile {
  readonly manifest: { readonly name: string; readonly sha256: string };
  readonly binary: { readonly name: string; readonly sha256: string };
}

/** The networks whose weights come with `@vladmandic/face-api` 1.7.15 (MIT licence). */
export const WEIGHT_FILES = {
  ssd: {
    manifest: {
      name: "ssd_mobilenetv1_model-weights_manifest.json",
      sha256: "888f744dffbc84f5f060d1f8427d9742341943a2dfaaf9205d10029b7e7a2955",
    },
    binary: {
      name: "ssd_mobilenetv1_model.bin",
      sha256: "2835640602d53718aa6ae9a42896327eaa21beefed056c218d32ca7d79e1e2f8",
    },
  },
  tiny: {
    manifest: {
      name: "tiny_face_detector_model-weights_manifest.json",
      sha256: "5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5",
    },
    binary: {
      name: "tiny_face_detector_model.bin",
      sha256: "b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871",
    },
  },
  expression: {
    manifest: {
      name: "face_expression_model-weights_manifest.json",
      sha256: "5b349c17c7836da506e03422cd6461c74085d8bb2713ad4114647dc5d28174c8",
    },
    binary: {
      name: "face_expression_model.bin",
      sha256: "9a9840f2cf1f4c7eab95f197512569345c00d2426754d4608b92af30e0300f3d",
    },
  },
  recognition: {
    manifest: {
      name: "face_recognition_model-weights_manifest.json",
      sha256: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
    },
    binary: {
      name: "face_recognition_model.bin",
      sha256: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
    },
  },
  landmarks: {
    manifest: {
      name: "face_landmark_68_model-weights_manifest.json",
      sha256: "ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9",
    },
    binary: {
      name: "face_landmark_68_model.bin",
      sha256: "4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b",
    },
  },
} as const satisfies Record<string, WeightFile>;

/** The folder of the weight files: `MLTL_FACE_WEIGHTS`, else the installed face-api package's. */
export function faceWeightsFolder(): string {
  if (process.env.MLTL_FACE_WEIGHTS) return path.resolve(process.env.MLTL_FACE_WEIGHTS);
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
}

/**
 * Reads, verifies and dequantizes the weights of one network.
 *
 * @throws MltlError `E_NOT_FOUND` when a file is missing, `E_CHECKSUM` when one is damaged
 */
export async function readWeights(file: WeightFile): Promise<Weights> {
  const folder = faceWeightsFolder();
  const [manifest, binary] = await Promise.all([
    readVerified(folder, file.manifest),
    readVerified(folder, file.binary),
  ]);
  const groups = weightsManifestSchema.parse(JSON.parse(manifest.toString("utf8")));
  const weights = groups.flatMap((group) => group.weights);
  return new Map(
    [...decodeTfjsWeights(weights, binary, file.binary.name)].map(([name, { shape, values }]) => [
      name,
      { shape, data: values },
    ]),
  );
}

/** For `mltl doctor`: whether each weight file is there and undamaged. */
export const faceWeightsExamination: Examination = {
  name: "face networks",
  async examine() {
    const { name } = faceWeightsExamination;
    const folder = faceWeightsFolder();
    const files = Object.values(WEIGHT_FILES).flatMap(({ manifest, binary }) => [manifest, binary]);
    const results = await Promise.allSettled(files.map((file) => readVerified(folder, file)));
    const wrong = results.flatMap((result): Check[] => {
      if (result.status === "fulfilled") return [];
      const { message, hint } = result.reason as MltlError;
      return [{ name, status: "failed", detail: message, advice: hint }];
    });
    if (wrong.length > 0) return wrong;
    return [{ name, status: "ok", detail: `${files.length} files match their SHA-256` }];
  },
};

/** The weight `name`; a network asks only for names that its manifest has. */
export function namedWeight(weights: Weights, name: string): Weight {
  const weight = weights.get(name);
  if (!weight) throw new RangeError(`Expected the name of a weight, received ${name}`);
  return weight;
}

/** Gives every parameter the weight of its full name. */
export function fillBlocks(blocks: readonly Block[], weights: Weights): void {
  for (const { name, values } of parametersOf({ blocks })) {
    values.set(namedWeight(weights, name).data);
  }
}

async function readVerified(
  folder: string,
  { name, sha256 }: { name: string; sha256: string },
): Promise<Buffer> {
  const file = path.join(folder, name);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new MltlError("E_NOT_FOUND", `No weights at ${file}`, {
      hint: "Install the packages again: `npm ci`.",
      cause,
    });
  });
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== sha256) {
    throw new MltlError(
      "E_CHECKSUM",
      `Expected SHA-256 ${sha256} for ${file}, received ${actual}`,
      {
        hint: "The file is damaged or of another version. Install the packages again: `npm ci`.",
      },
    );
  }
  return bytes;
}
