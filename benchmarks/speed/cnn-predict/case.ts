/**
 * The same CNN's predictions, in batches and one at a time.
 *
 * @module
 */
import { CORES, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython } from "../peers/python.js";

export const cnnPredict: SpeedCase = {
  name: "cnn-predict",
  unit: "images",
  description: "predicting with a CNN on 48x48 faces [--seconds N] [--rounds N]",
  async prepare(args) {
    const { seconds, rounds } = readSettings(args);
    const python = await peerPython();
    const cell = (name: string, batch: number, threads: number, peerThreads: number[]): Cell => {
      const settings = (threads: number) => [
        ...["--batch", String(batch), "--threads", String(threads), "--seconds", seconds],
      ];
      return {
        name,
        ours: ours(import.meta.url, settings(threads)),
        peers: peerThreads.map((threads) =>
          python.contender(`PyTorch, ${threadsText(threads)}`, "cnn_predict.py", settings(threads)),
        ),
      };
    };
    const several = [...new Set([1, CORES])];
    return {
      cells: [
        cell("batch 64, one core", 64, 1, [1]),
        ...(CORES > 1 ? [cell("batch 64, every core", 64, CORES, several)] : []),
        cell("one at a time", 1, CORES, several),
      ],
      rounds,
      settings: { seconds: Number(seconds), cores: CORES },
      dispose: async () => {},
    };
  },
};
