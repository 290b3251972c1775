/**
 * The way by the wheel: pip downloads it, or the user has it already.
 *
 * @module
 */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { invalidArgument } from "../../errors.js";
import { assertSha256, sha256OfFile } from "../../io/checksum.js";
import { removeLeftOvers } from "../../io/replace-folder.js";
import { downloadsFolder, TENSORFLOW_VERSION } from "../native-paths.js";
import type { SetupAttempt, WayContext } from "./attempt.js";
import { buildNative } from "./build-native.js";
import { findCompiler } from "./compile-addon.js";
import { findPip, megabytes, pipDownload } from "./pip.js";
import { unpackWheel } from "./wheel-contents.js";
import { type PinnedWheel, pinnedWheel } from "./wheels.js";

/** What this way came to, and whether it lacked a tool (then the vendor's way may do). */
export interface WheelAttempt extends SetupAttempt {
  lacks?: "wheel" | "pip" | "compiler";
}

/**
 * @param given - a wheel that the user already has
 * @throws MltlError `E_CHECKSUM` when a given wheel is not the pinned one, `E_USAGE` when it is not
 *   there, `E_ENGINE_SETUP` when it does not build
 */
export async function setupFromWheel(context: WayContext, given?: string): Promise<WheelAttempt> {
  const way = "wheel";
  const pin = pinnedWheel();
  if (!pin) {
    const reason = `no wheel is pinned for ${process.platform}-${process.arch}`;
    return { way, outcome: "skipped", reason, lacks: "wheel" };
  }
  const compiler = await findCompiler(context.signal);
  if (!compiler) {
    const reason = "no C++ compiler: neither CXX, g++, c++ nor clang++ answers";
    return { way, outcome: "skipped", reason, lacks: "compiler" };
  }
  const wheel =
    given === undefined ? await download(pin, context) : await check(given, pin, context);
  if ("reason" in wheel) return wheel;
  await buildNative(
    {
      ...{ tensorflow: TENSORFLOW_VERSION, way, file: wheel.file, sha256: pin.sha256 },
      unpack: (folder) => unpackWheel(wheel.file, pin, folder, context.signal),
    },
    compiler,
    context,
  );
  return { way, outcome: "done", reason: `built from ${pin.file}` };
}

async function check(given: string, pin: PinnedWheel, { signal, onProgress }: WayContext) {
  const file = path.resolve(given);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw invalidArgument("--from", `the wheel ${pin.file}`, given);
  onProgress(`checking ${file}`);
  assertSha256(file, pin.sha256, await sha256OfFile(file, signal));
  return { file };
}

async function download(
  pin: PinnedWheel,
  { signal, onProgress }: WayContext,
): Promise<WheelAttempt | { file: string }> {
  const way = "wheel";
  const file = path.join(downloadsFolder(), pin.file);
  if (await stat(file).catch(() => undefined)) {
    if ((await sha256OfFile(file, signal)) === pin.sha256) {
      onProgress(`using ${file}, downloaded before`);
      return { file };
    }
    onProgress(`${file} is damaged: getting it again`);
  }
  const pip = await findPip(signal);
  if (!pip) {
    const reason = "no pip: neither python3, python, pip3 nor pip answers";
    return { way, outcome: "skipped", reason, lacks: "pip" };
  }
  await mkdir(downloadsFolder(), { recursive: true });
  await removeLeftOvers(file);
  onProgress(
    `downloading ${pin.project} ${TENSORFLOW_VERSION} (${megabytes(pin.size)} MB) with ${pip.version}`,
  );
  const failure = await pipDownload(pip.command, pin, file, { signal, onProgress });
  if (failure !== undefined) {
    return { way, outcome: "failed", reason: `${pip.version} could not download it: ${failure}` };
  }
  assertSha256(file, pin.sha256, await sha256OfFile(file, signal));
  return { file };
}
