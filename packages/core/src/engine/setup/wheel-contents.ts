/**
 * Takes the C library and the few headers of its interface out of a wheel.
 *
 * @module
 */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { MltlError } from "../../errors.js";
import type { PinnedWheel } from "./wheels.js";

const HEADERS = "tensorflow/include/";
/** What tfjs-node's binding includes, out of 170 MB of headers. */
const WANTED_HEADERS = ["tensorflow/c/", "tensorflow/core/platform/", "tsl/c/", "tsl/platform/"];

/** Where {@link unpackWheel} has put things. */
export interface UnpackedWheel {
  /** The folder of headers. */
  readonly include: string;
  /** Paths of the libraries to link with. */
  readonly libraries: readonly string[];
}

/**
 * Unpacks into `folder`: `lib/` with the libraries and `include/` with the headers.
 *
 * @throws MltlError `E_ENGINE_SETUP` when a library is not in the wheel
 */
export async function unpackWheel(
  wheel: string,
  pin: PinnedWheel,
  folder: string,
  signal?: AbortSignal,
): Promise<UnpackedWheel> {
  const zip = await openPromise(wheel);
  const missing = new Set<string>(pin.libraries);
  for await (const entry of zip.eachEntry()) {
    const target = placeOf(entry.fileName, pin);
    if (target === undefined) continue;
    const file = path.join(folder, target);
    await mkdir(path.dirname(file), { recursive: true });
    const content = await zip.openReadStreamPromise(entry);
    await pipeline(content, createWriteStream(file), { signal });
    missing.delete(path.basename(file));
  }
  if (missing.size > 0) {
    throw new MltlError("E_ENGINE_SETUP", `No ${[...missing].join(", ")} in ${wheel}`);
  }
  return {
    include: path.join(folder, "include"),
    libraries: pin.libraries.map((name) => path.join(folder, "lib", name)),
  };
}

/** Where a member goes, relative to the folder; `undefined` for what is not wanted. */
function placeOf(member: string, pin: PinnedWheel): string | undefined {
  if (member.endsWith("/")) return undefined;
  for (const name of pin.libraries) {
    if (member === `tensorflow/${name}`) return path.join("lib", name);
  }
  if (pin.extraFolder && member.startsWith(`${pin.extraFolder}/`)) return member;
  if (!member.startsWith(HEADERS)) return undefined;
  const header = member.slice(HEADERS.length);
  return WANTED_HEADERS.some((prefix) => header.startsWith(prefix))
    ? path.join("include", header)
    : undefined;
}
