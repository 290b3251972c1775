/**
 * How long one waits for one answer on the command line: a photograph, a sentence.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readSettings } from "../cell-settings.js";
import type { Contender, SpeedCase } from "../harness.js";
import { peerPython, torchVersion } from "../peers/python.js";
import { writeCorpus } from "../tagger/corpus.js";
import { makeFolder } from "../vision-folder/make-folder.js";

const SENTENCE = "Ada Lovelace met Charles Babbage in London.\n";

const CLI = fileURLToPath(new URL("../../../../packages/cli/", import.meta.url));

export const coldStart: SpeedCase = {
  name: "cold-start",
  unit: "starts",
  asTime: true,
  description: "from the start of a process to its one answer [--rounds N]",
  async prepare(args) {
    const { rounds } = readSettings(args);
    const python = await peerPython();
    const folder = await mkdtemp(path.join(tmpdir(), "mltl-cold-start-"));
    const [text, corpus, weights] = ["letter.txt", "corpus.json", "weights.pt"].map((name) =>
      path.join(folder, name),
    );
    await writeFile(text, SENTENCE);
    await writeCorpus(corpus);
    const once = python.contender("PyTorch", "tagger_once.py", [
      ...["--corpus", corpus],
      ...["--weights", weights],
    ]);
    await promisify(execFile)(python.command, [once.script, ...once.args, "--prepare"]);
    const photographs = path.join(folder, "photographs");
    await mkdir(photographs);
    await makeFolder(photographs, 1);
    const photograph = path.join(photographs, (await readdir(photographs))[0]);
    const mltl = async (...command: string[]): Promise<Contender> => ({
      name: "mltl",
      script: path.join(CLI, "bin/mltl.js"),
      args: [...command, "--format", "jsonl"],
      whole: { mltl: await versionIn(path.join(CLI, "package.json")) },
    });
    const require = createRequire(import.meta.resolve("@mltl/vision"));
    const faceApi = require.resolve("@vladmandic/face-api/package.json");
    return {
      cells: [
        {
          name: "the faces of a photograph",
          ours: await mltl("vision", "classify", photograph),
          peers: [
            {
              name: "face-api",
              script: fileURLToPath(new URL("face-api-once.js", import.meta.url)),
              args: [photograph],
              whole: { "@vladmandic/face-api": await versionIn(faceApi) },
            },
          ],
        },
        {
          name: "the names in a sentence",
          ours: await mltl("text", "tag", text),
          peers: [{ ...once, whole: { torch: await torchVersion() } }],
        },
      ],
      rounds,
      settings: {},
      dispose: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

async function versionIn(packageFile: string): Promise<string> {
  return (JSON.parse(await readFile(packageFile, "utf8")) as { version: string }).version;
}
