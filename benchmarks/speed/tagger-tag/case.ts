/**
 * Tagging with the tagger of `tagger-train`, in batches and one sentence at a time.
 *
 * @module
 */
import { CORES, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython } from "../peers/python.js";
import { caseCorpus } from "../tagger/case-corpus.js";

export const taggerTag: SpeedCase = {
  name: "tagger-tag",
  unit: "tokens",
  description: "tagging with a BiLSTM-CRF [--seconds N] [--rounds N] [--data FOLDER]",
  async prepare(args) {
    const { seconds, rounds, extra } = readSettings(args, ["data"]);
    const python = await peerPython();
    const corpus = await caseCorpus(extra.data);
    const settings = (batch: number, threads: number) => [
      ...["--corpus", corpus.file, "--batch", String(batch), "--seconds", seconds],
      ...["--threads", String(threads)],
    ];
    const torch = (batch: number, threads: number) =>
      python.contender(
        `PyTorch, ${threadsText(threads)}`,
        "tagger_tag.py",
        settings(batch, threads),
      );
    const processes = python.contender(`PyTorch, ${CORES} processes`, "tagger_tag.py", [
      ...settings(32, 1),
      ...["--workers", String(CORES)],
    ]);
    const several = [...new Set([1, CORES])];
    const cells: Cell[] = [
      {
        name: "batch 32, one core",
        ours: ours(import.meta.url, settings(32, 1)),
        peers: [torch(32, 1)],
      },
      {
        name: "one sentence at a time",
        ours: ours(import.meta.url, settings(1, 1)),
        peers: several.map((threads) => torch(1, threads)),
      },
    ];
    if (CORES > 1) {
      cells.push({
        name: "batch 32, every core",
        ours: ours(import.meta.url, settings(32, CORES)),
        peers: [...several.map((threads) => torch(32, threads)), processes],
      });
    }
    return {
      cells,
      rounds,
      settings: { ...corpus.settings, seconds: Number(seconds), cores: CORES },
      dispose: corpus.dispose,
    };
  },
};
