/**
 * Training a BiLSTM-CRF tagger: ours against the fastest PyTorch that we could write.
 *
 * @module
 */
import { CORES, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython } from "../peers/python.js";
import { caseCorpus } from "../tagger/case-corpus.js";

const BATCHES = [10, 32];

export const taggerTrain: SpeedCase = {
  name: "tagger-train",
  unit: "tokens",
  description: "training a BiLSTM-CRF tagger [--seconds N] [--rounds N] [--data FOLDER]",
  async prepare(args) {
    const { seconds, rounds, extra } = readSettings(args, ["data"]);
    const python = await peerPython();
    const corpus = await caseCorpus(extra.data);
    const cellsOf = (batch: number): Cell[] => {
      const common = ["--corpus", corpus.file, "--batch", String(batch), "--seconds", seconds];
      const settings = (threads: number) => [...common, "--threads", String(threads)];
      const torch = (threads: number) =>
        python.contender(`PyTorch, ${threadsText(threads)}`, "tagger_train.py", settings(threads));
      const one: Cell = {
        name: `batch ${batch}, one core`,
        ours: ours(import.meta.url, settings(1)),
        peers: [torch(1)],
      };
      if (CORES === 1) return [one];
      const peer = (name: string, option: string) =>
        python.contender(`PyTorch, ${name}`, "tagger_train.py", [
          ...settings(1),
          ...[option, String(CORES)],
        ]);
      const every: Cell = {
        name: `batch ${batch}, every core`,
        ours: ours(import.meta.url, settings(CORES)),
        peers: [
          torch(1),
          torch(CORES),
          peer(`${CORES} parts of a batch`, "--parts"),
          {
            ...peer(`${CORES} processes`, "--workers"),
            aside: "its processes write over each other's updates (Hogwild)",
          },
        ],
      };
      return [one, every];
    };
    return {
      cells: BATCHES.flatMap(cellsOf),
      rounds,
      settings: { ...corpus.settings, seconds: Number(seconds), cores: CORES },
      dispose: corpus.dispose,
    };
  },
};
