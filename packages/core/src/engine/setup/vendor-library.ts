/**
 * The way by the vendor's own library, for machines with a compiler but without pip.
 *
 * The archive is checked against a SHA-256 that several packagers of this file agree on. The
 * vendor's ready-made addon has no such witness, so it is never used: the addon is compiled here.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MltlError } from "../../errors.js";
import { assertSha256 } from "../../io/checksum.js";
import { downloadsFolder, VENDOR_TENSORFLOW_VERSION } from "../native-paths.js";
import type { SetupAttempt, WayContext } from "./attempt.js";
import { buildNative } from "./build-native.js";
import { findCompiler } from "./compile-addon.js";
import { runTool } from "./run-tool.js";

const ARCHIVE = `libtensorflow-cpu-linux-x86_64-${VENDOR_TENSORFLOW_VERSION}.tar.gz`;
const SHA256 = "7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173";
const LIBRARIES = ["libtensorflow.so.2", "libtensorflow_framework.so.2"];
/** Silence for so long, before the answer or in the middle of it, ends the download. */
const SILENCE_MS = 10_000;

/**
 * @param lacking - what the way by the wheel lacked; this way is for those without pip or wheel
 * @throws MltlError `E_CHECKSUM` for another archive, `E_ENGINE_SETUP` when it does not build
 */
export async function setupFromVendor(
  context: WayContext,
  lacking: "wheel" | "pip" | "compiler" | undefined,
): Promise<SetupAttempt> {
  const way = "vendor";
  if (lacking === undefined) {
    return { way, outcome: "skipped", reason: "only for machines without pip" };
  }
  if (`${process.platform}-${process.arch}` !== "linux-x64") {
    return { way, outcome: "skipped", reason: "no archive with a known SHA-256 for this platform" };
  }
  const compiler = await findCompiler(context.signal);
  if (!compiler) {
    const reason = "the vendor's compiled addon has no known SHA-256, and there is no compiler";
    return { way, outcome: "skipped", reason };
  }
  const url = `${vendorBase()}cpu-linux-x86_64-${VENDOR_TENSORFLOW_VERSION}.tar.gz`;
  const archive = path.join(downloadsFolder(), `${ARCHIVE}.partial-${process.pid}`);
  context.onProgress(`downloading ${url}`);
  try {
    await fetchFile(url, archive, context.signal);
    await buildNative(
      {
        ...{ tensorflow: VENDOR_TENSORFLOW_VERSION, way, file: ARCHIVE, sha256: SHA256 },
        unpack: (folder) => unpack(archive, folder, context.signal),
      },
      compiler,
      context,
    );
  } finally {
    await rm(archive, { force: true });
  }
  return { way, outcome: "done", reason: `built from ${url}` };
}

/** Where tfjs-node's own install script would look, its environment variables included. */
function vendorBase(): string {
  const { TFJS_NODE_BASE_URI, TFJS_NODE_CDN_STORAGE } = process.env;
  const storage = TFJS_NODE_CDN_STORAGE || "https://storage.googleapis.com/";
  return TFJS_NODE_BASE_URI || `${storage}tensorflow/libtensorflow/libtensorflow-`;
}

async function fetchFile(url: string, file: string, signal?: AbortSignal): Promise<void> {
  const silence = new AbortController();
  const giveUp = () => silence.abort(new Error(`nothing came for ${SILENCE_MS / 1000} s`));
  let timer = setTimeout(giveUp, SILENCE_MS);
  const stop = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  const hash = createHash("sha256");
  const watch = new Transform({
    transform(chunk, _encoding, next) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
      hash.update(chunk);
      next(null, chunk);
    },
  });
  try {
    const response = await fetch(url, { signal: stop });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    await mkdir(path.dirname(file), { recursive: true });
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file), {
      signal: stop,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const error = silence.signal.aborted ? silence.signal.reason : cause;
    throw new MltlError("E_ENGINE_SETUP", `${url}: ${reasonOf(error)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
  assertSha256(url, SHA256, hash.digest("hex"));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function unpack(archive: string, folder: string, signal?: AbortSignal) {
  const outcome = await runTool(["tar"], ["-xzf", archive, "-C", folder], { signal });
  if (outcome.status !== "ok") {
    const reason = outcome.status === "failed" ? outcome.reason : "no tar on this machine";
    throw new MltlError("E_ENGINE_SETUP", `Unpacking ${ARCHIVE} failed: ${reason}`);
  }
  return {
    include: path.join(folder, "include"),
    libraries: LIBRARIES.map((name) => path.join(folder, "lib", name)),
  };
}
