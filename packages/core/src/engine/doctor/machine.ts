/**
 * Facts about the machine: Node, platform, processor, memory.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import type { Check } from "./check.js";

const OLDEST_NODE = [20, 19];
const LITTLE_MEMORY = 2e9;

/** Whether Node is new enough. */
export function checkNode(version: string = process.versions.node): Check {
  const [major, minor] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const fits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  const check = { name: "Node", detail: version } as const;
  if (fits) return { ...check, status: "ok" };
  return { ...check, status: "failed", advice: `Install Node ${OLDEST_NODE.join(".")} or newer.` };
}

/** Operating system, processor and C library, as far as the native engine cares. */
export function checkPlatform(): Check {
  const name = "platform";
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return { name, status: "ok", detail: platform };
  // Else the report looks up the names of open connections, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const { glibcVersionRuntime: glibc } = header;
  if (glibc) return { name, status: "ok", detail: `${platform}, glibc ${glibc}` };
  return {
    ...{ name, status: "warning", detail: `${platform}, no glibc` },
    advice: "The native library needs glibc; without it, WebAssembly predicts.",
  };
}

/** Model, cores and vector instructions. */
export function checkProcessor(): Check {
  const name = "processor";
  const model = cpus()[0]?.model.trim() || "unknown";
  const cores = `${availableParallelism()} cores`;
  const flags = vectorFlags();
  if (flags === undefined) return { name, status: "ok", detail: `${model}, ${cores}` };
  const shown = ["avx", "avx2", "avx512f"].filter((flag) => flags.has(flag));
  const detail = `${model}, ${cores}, ${shown.join(" ") || "no AVX"}`;
  if (process.arch !== "x64" || flags.has("avx")) return { name, status: "ok", detail };
  return {
    ...{ name, status: "warning", detail },
    advice: "The native library needs AVX; without it, WebAssembly predicts.",
  };
}

/** What the processor can do, where the system says so. */
function vectorFlags(): Set<string> | undefined {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
    return line ? new Set(line[1].trim().split(" ")) : undefined;
  } catch {
    return undefined;
  }
}

/** Memory of the machine, or of the container where that is less. */
export function checkMemory(): Check {
  const total = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const free = Math.min(freemem(), total);
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const check = { name: "memory", detail: `${gigabytes(total)}, ${gigabytes(free)} free` };
  if (total >= LITTLE_MEMORY) return { ...check, status: "ok" };
  return { ...check, status: "warning", advice: "Large pictures may need more than this." };
}
