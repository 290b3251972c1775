/**
 * Tagging with the tagger of `tagger-train`, in batches and one sentence at a time.
 *
 * @module
 */
import { CORES, coresText, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython } from "../peers/python.js";
import { caseCorpus } from "../tagger/case-corpus.js";
import { besideText, FORMS, PYTORCH, type PyTorchForm } from "../tagger/pytorch-forms.js";

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
    const torch = (form: PyTorchForm, batch: number, threads: number) =>
      python.contender(`${PYTORCH[form]}, ${threadsText(threads)}`, "tagger_tag.py", [
        ...settings(batch, threads),
        ...["--network", form],
      ]);
    const processes = python.contender(`${PYTORCH.tuned}, ${CORES} processes`, "tagger_tag.py", [
      ...settings(32, 1),
      ...["--workers", String(CORES)],
    ]);
    const several = [...new Set([1, CORES])];
    const cellsOf = (form: PyTorchForm): Cell[] => {
      const beside = besideText(form);
      const cells: Cell[] = [
        {
          name: `batch 32, one core${beside}`,
          ours: ours(import.meta.url, settings(32, 1)),
          peers: [torch(form, 32, 1)],
        },
        {
          name: `one sentence at a time${beside}`,
          ours: ours(import.meta.url, settings(1, CORES)),
          peers: several.map((threads) => torch(form, 1, threads)),
        },
      ];
      if (CORES === 1) return cells;
      const peers = several.map((threads) => torch(form, 32, threads));
      return [
        ...cells,
        {
          name: `batch 32, ${coresText(CORES)}${beside}`,
          ours: ours(import.meta.url, settings(32, CORES)),
          peers: form === "tuned" ? [...peers, processes] : peers,
        },
      ];
    };
    return {
      cells: FORMS.flatMap(cellsOf),
      rounds,
      settings: { ...corpus.settings, seconds: Number(seconds), cores: CORES },
      dispose: corpus.dispose,
    };
  },
};
