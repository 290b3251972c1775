/**
 * Training a BiLSTM-CRF tagger: ours against PyTorch as it is commonly written, and against the
 * fastest PyTorch that we could write.
 *
 * @module
 */
import { CORES, coresText, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, SpeedCase } from "../harness.js";
import { peerPython, SPACY } from "../peers/python.js";
import { caseCorpus } from "../tagger/case-corpus.js";
import { besideText, FORMS, PYTORCH, type PyTorchForm } from "../tagger/pytorch-forms.js";

const BATCHES = [10, 32];

export const taggerTrain: SpeedCase = {
  name: "tagger-train",
  unit: "tokens",
  description: "training a BiLSTM-CRF tagger [--seconds N] [--rounds N] [--data FOLDER]",
  async prepare(args) {
    const { seconds, rounds, extra } = readSettings(args, ["data"]);
    const python = await peerPython();
    const spacy = await peerPython(SPACY);
    const corpus = await caseCorpus(extra.data);
    const cellsOf = (batch: number): Cell[] => {
      const common = ["--corpus", corpus.file, "--batch", String(batch), "--seconds", seconds];
      const settings = (threads: number) => [...common, "--threads", String(threads)];
      const torch = (form: PyTorchForm, name: string, args: readonly string[]) =>
        python.contender(`${PYTORCH[form]}, ${name}`, "tagger_train.py", [
          ...common,
          ...["--network", form],
          ...args,
        ]);
      const threads = (form: PyTorchForm, count: number) =>
        torch(form, threadsText(count), ["--threads", String(count)]);
      const cell = (cores: number, peers: Cell["peers"], form: PyTorchForm): Cell => ({
        name: `batch ${batch}, ${coresText(cores)}${besideText(form)}`,
        ours: ours(import.meta.url, settings(cores)),
        peers,
      });
      const one: Cell[] = [
        ...FORMS.map((form) => cell(1, [threads(form, 1)], form)),
        {
          ...cell(
            1,
            [spacy.contender("spaCy", "spacy_tagger.py", [...common, "--train"])],
            "plain",
          ),
          name: `batch ${batch}, one core, beside spaCy`,
        },
      ];
      if (CORES === 1) return one;
      const several = (form: PyTorchForm) => [1, CORES].map((count) => threads(form, count));
      const every = [
        cell(CORES, several("plain"), "plain"),
        cell(
          CORES,
          [
            ...several("tuned"),
            torch("tuned", `${CORES} parts of a batch`, ["--parts", String(CORES)]),
            {
              ...torch("tuned", `${CORES} processes`, ["--workers", String(CORES)]),
              aside: "its processes write over each other's updates (Hogwild)",
            },
          ],
          "tuned",
        ),
      ];
      return [...one, ...every];
    };
    return {
      cells: BATCHES.flatMap(cellsOf),
      rounds,
      settings: { ...corpus.settings, seconds: Number(seconds), cores: CORES },
      dispose: corpus.dispose,
    };
  },
};
