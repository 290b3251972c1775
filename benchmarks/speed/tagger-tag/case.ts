/**
 * Tagging with the tagger of `tagger-train`, in batches and one sentence at a time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { CORES, coresText, ours, readSettings, threadsText } from "../cell-settings.js";
import type { Cell, Contender, SpeedCase } from "../harness.js";
import { npmPeers, WINK } from "../peers/npm.js";
import { peerPython, SPACY } from "../peers/python.js";
import { caseCorpus } from "../tagger/case-corpus.js";
import { besideText, FORMS, PYTORCH, type PyTorchForm } from "../tagger/pytorch-forms.js";

export const taggerTag: SpeedCase = {
  name: "tagger-tag",
  unit: "tokens",
  description: "tagging [--seconds N] [--rounds N] [--data FOLDER]",
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
      cells: [...FORMS.flatMap(cellsOf), ...(await shippedCells(corpus.file, seconds))],
      rounds,
      settings: { ...corpus.settings, seconds: Number(seconds), cores: CORES },
      dispose: corpus.dispose,
    };
  },
};

/** The model that comes along beside the recognisers that people use. */
async function shippedCells(corpus: string, seconds: string): Promise<Cell[]> {
  const python = await peerPython(SPACY);
  const folder = await npmPeers(WINK);
  const common = ["--corpus", corpus, "--seconds", seconds];
  const shipped = (batch: number, threads: number): Contender => ({
    name: "mltl, the model that comes along",
    script: fileURLToPath(new URL("shipped.js", import.meta.url)),
    args: [...common, "--batch", String(batch), "--threads", String(threads)],
  });
  const spacy = (name: string, batch: number, args: readonly string[] = []) =>
    python.contender(`spaCy${name}`, "spacy_tagger.py", [
      ...common,
      ...["--batch", String(batch)],
      ...args,
    ]);
  const wink: Contender = {
    name: "wink-nlp",
    script: fileURLToPath(new URL("../peers/wink-nlp.js", import.meta.url)),
    args: [...common, "--folder", folder],
    aside: "it finds dates, numbers and the like, by patterns, and no names",
  };
  const one: Cell[] = [
    {
      name: "English, batch 32, one core",
      ours: shipped(32, 1),
      peers: [spacy("", 32), wink],
    },
    {
      name: "English, one sentence at a time",
      ours: shipped(1, CORES),
      peers: [spacy("", 1), wink],
    },
  ];
  if (CORES === 1) return one;
  const processes = ["--processes", String(CORES)];
  const every: Cell = {
    name: "English, batch 32, every core",
    ours: shipped(32, CORES),
    peers: [spacy("", 32), spacy(`, ${CORES} processes`, 32, processes)],
  };
  return [...one, every];
}
