/**
 * The peers in Python: an environment of their own in the cache folder, made once.
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
const REQUIREMENTS = path.join(SOURCES, "requirements.txt");
const COMMANDS = ["python3", "python"];
/** The oldest that the pinned PyTorch runs on. */
const OLDEST = "3.10";

/** A peer: `python.contender("PyTorch", "cnn_train.py", ["--threads", "2"])`. */
export interface PeerPython {
  /** The interpreter. */
  readonly command: string;
  contender(name: string, script: string, args: readonly string[]): Contender;
}

/**
 * The interpreter that has the peers' requirements; installs them with pip, and its configuration,
 * where they aren't in the cache folder yet. `MLTL_PEER_PYTHON` names another one.
 */
export async function peerPython(): Promise<PeerPython> {
  const command = process.env.MLTL_PEER_PYTHON ?? (await installed());
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
  const version = /^torch==(.+)$/m.exec(await readFile(REQUIREMENTS, "utf8"))?.[1];
  if (!version) throw new Error(`Expected torch==VERSION in ${REQUIREMENTS}`);
  return version;
}

async function installed(): Promise<string> {
  const wanted = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex");
  const folder = path.join(cacheFolder(), "peers", `python-${wanted.slice(0, 12)}`);
  const inside = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  const python = path.join(folder, inside);
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return python;
  const base = await findPython();
  process.stderr.write(`installing the peers' requirements in ${folder}\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await run(base, ["-m", "venv", folder]);
  await run(python, ["-m", "pip", "install", "--progress-bar", "off", "-r", REQUIREMENTS]);
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
