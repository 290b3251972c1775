/**
 * A folder of photographs: ours against a plain loop over face-api with the same detector.
 *
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SpeedCase } from "../harness.js";
import { makeFolder } from "./make-folder.js";

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const visionFolder: SpeedCase = {
  name: "vision-folder",
  unit: "images",
  description: "faces, landmarks and emotions of a folder of photographs [--images N] [--rounds N]",
  async prepare(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        images: { type: "string", default: "120" },
        rounds: { type: "string", default: "3" },
        /** For face-api, which is slow: it sees no more than so many. */
        "peer-images": { type: "string", default: "120" },
      },
    });
    const images = Number(values.images);
    const peerImages = Math.min(images, Number(values["peer-images"]));
    const folder = await mkdtemp(path.join(tmpdir(), "mltl-vision-folder-"));
    process.stderr.write(`making ${images} photographs in ${folder}\n`);
    await makeFolder(folder, images);
    return {
      cells: [
        {
          name: "",
          ours: { name: "mltl", script: script("ours.js"), args: [folder] },
          peers: [
            {
              name: "face-api",
              script: script("face-api-loop.js"),
              args: [folder, String(peerImages)],
            },
          ],
        },
      ],
      rounds: Number(values.rounds),
      settings: { images, peerImages },
      dispose: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
