/**
 * Compiles tfjs-node's addon against a C library: two files, a few seconds.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { MltlError } from "../../errors.js";
import { tfjsNodeFolder } from "../find-addon.js";
import { ADDON_FILE } from "../native-paths.js";
import { runTool } from "./run-tool.js";

/** The first C++ compiler that answers (`CXX` is asked first); `undefined` where there is none. */
export async function findCompiler(
  signal?: AbortSignal,
): Promise<{ command: readonly string[]; version: string } | undefined> {
  const preferred = process.env.CXX?.trim();
  const commands = [
    ...(preferred ? [preferred.split(/\s+/)] : []),
    ...[["g++"], ["c++"], ["clang++"]],
  ];
  for (const command of commands) {
    const outcome = await runTool(command, ["--version"], { signal });
    if (outcome.status === "ok") return { command, version: outcome.stdout.split("\n", 1)[0] };
  }
  return undefined;
}

/** What {@link compileAddon} is made from. */
export interface AddonParts {
  /** The folder of TensorFlow's headers. */
  include: string;
  /** Libraries to link with, inside `lib/` of the folder that the addon goes to. */
  libraries: readonly string[];
}

/**
 * Writes the addon into `folder`; it will look for its libraries in `lib/` beside itself, wherever
 * the folder is moved to. It uses Node-API 8 only, so any Node from 18 on can load it.
 *
 * @throws MltlError `E_ENGINE_SETUP` with the compiler's own words
 */
export async function compileAddon(
  compiler: readonly string[],
  parts: AddonParts,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const tfjsNode = tfjsNodeFolder();
  if (tfjsNode === undefined) {
    throw new MltlError("E_ENGINE_SETUP", "The package @tensorflow/tfjs-node is not installed");
  }
  const require = createRequire(import.meta.url);
  const nodeHeaders = path.join(path.dirname(require.resolve("node-api-headers")), "include");
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"];
  const onMac = process.platform === "darwin";
  const outcome = await runTool(
    compiler,
    [
      ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8"],
      ...[`-I${parts.include}`, `-I${nodeHeaders}`],
      ...sources.map((name) => path.join(tfjsNode, "binding", name)),
      ...parts.libraries,
      ...(onMac ? ["-undefined", "dynamic_lookup"] : []),
      `-Wl,-rpath,${onMac ? "@loader_path" : "$ORIGIN"}/lib`,
      ...["-o", path.join(folder, ADDON_FILE)],
    ],
    { signal },
  );
  if (outcome.status === "ok") return;
  const reason = outcome.status === "failed" ? outcome.reason : "the compiler is gone";
  throw new MltlError("E_ENGINE_SETUP", `Compiling the addon failed: ${reason}`);
}
