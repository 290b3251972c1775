/**
 * Training a CNN on 48x48 faces: ours against PyTorch in both of its memory layouts.
 *
 * @module
 */
import { CORES, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython } from "../peers/python.js";

const LAYOUTS = ["channels-last", "channels-first"];

export const cnnTrain: SpeedCase = {
  name: "cnn-train",
  unit: "images",
  description: "training a CNN on 48x48 faces [--seconds N] [--rounds N] [--batch N]",
  async prepare(args) {
    const { seconds, rounds, extra } = readSettings(args, ["batch"]);
    const { batch = "64" } = extra;
    const python = await peerPython();
    const settings = (threads: number) => [
      ...["--batch", batch, "--threads", String(threads), "--seconds", seconds],
    ];
    const cell = (name: string, threads: number, peerThreads: readonly number[]): Cell => ({
      name: `batch ${batch}, ${name}`,
      ours: ours(import.meta.url, settings(threads)),
      peers: peerThreads.flatMap((threads) =>
        LAYOUTS.map((layout) =>
          python.contender(`PyTorch, ${threadsText(threads)}, ${layout}`, "cnn_train.py", [
            ...settings(threads),
            ...["--layout", layout],
          ]),
        ),
      ),
    });
    return {
      cells: [
        cell("one core", 1, [1]),
        ...(CORES > 1 ? [cell("every core", CORES, [1, CORES])] : []),
      ],
      rounds,
      settings: { batch: Number(batch), seconds: Number(seconds), cores: CORES },
      dispose: async () => {},
    };
  },
};
