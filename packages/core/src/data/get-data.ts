/**
 * Fetches data sets that may be fetched.
 *
 * @module
 */
import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { MltlError } from "../errors.js";
import { fetchFile } from "../io/fetch-file.js";
import { verifyData } from "./check-data.js";
import type { DataManifest } from "./manifest.js";

export interface GetDataOptions {
  /** Told of each file how many of its bytes are here. */
  readonly onProgress?: (file: string, bytes: number, size: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Fetches a data set under the root and checks every file. What is there already isn't fetched again;
 * what broke off is gone on with.
 *
 * @returns the data set's folder
 * @throws MltlError `E_NOT_FOUND` for a set that can't be fetched, saying where to ask for it;
 *   `E_CHECKSUM` for files that aren't those of the manifest
 */
export async function getData(
  root: string,
  manifest: DataManifest,
  { onProgress = () => {}, signal }: GetDataOptions = {},
): Promise<string> {
  const { name, get = [] } = manifest;
  const folder = path.join(root, manifest.folder);
  if ((await wrongFiles(folder, manifest)).length === 0) return folder;
  if (get.length === 0) throw byRequest(manifest);
  for (const remote of get) {
    const target = path.join(folder, remote.file);
    if (!(await hasSize(target, remote.size))) {
      await fetchFile(remote, target, {
        onProgress: (bytes) => onProgress(remote.file, bytes, remote.size),
        signal,
      });
    }
    if (remote.unpack === "zip") await unpackZip(target, folder, signal);
  }
  const wrong = await wrongFiles(folder, manifest);
  if (wrong.length > 0) {
    throw new MltlError(
      "E_CHECKSUM",
      `Expected the files of ${name} as its manifest has them, received others: ${wrong.join(", ")}`,
    );
  }
  for (const { file, unpack } of get) {
    if (unpack !== undefined) await rm(path.join(folder, file), { force: true });
  }
  return folder;
}

/** Where one asks for a set that nobody may hand out, and what to do then. */
function byRequest({ name, source, request, licence }: DataManifest): MltlError {
  const where = request ? `${request.how} ${request.page}` : `See ${source}`;
  return new MltlError("E_NOT_FOUND", `Data set '${name}' can't be fetched (licence: ${licence})`, {
    hint: `${where.replace(/[.\s]*$/, "")}. Then \`mltl data add ${name} --from PATH\`.`,
  });
}

async function wrongFiles(folder: string, manifest: DataManifest): Promise<string[]> {
  const checks = await verifyData(folder, manifest);
  return checks.filter(({ status }) => status !== "ok").map(({ file }) => file);
}

async function hasSize(file: string, size: number): Promise<boolean> {
  return stat(file).then(
    (facts) => facts.size === size,
    () => false,
  );
}

/** Names that lead out of the folder are refused by yauzl. */
async function unpackZip(file: string, folder: string, signal?: AbortSignal): Promise<void> {
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    const target = path.join(folder, entry.fileName);
    await mkdir(path.dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target), { signal });
  }
}
