/**
 * What a path leads to, found out without opening it: opening a named pipe would wait for ever.
 *
 * @module
 */
import { constants, type Stats } from "node:fs";
import { access, lstat, stat } from "node:fs/promises";

/** Why an input cannot be opened. */
export type InputStatus = "missing" | "unreadable" | "unsupported";

/** What a path leads to, links followed. */
export type PathFacts =
  | { kind: "file" | "folder" }
  | { kind: "none"; status: InputStatus; reason: string };

/** Looks at a path, following links. Never throws: what stands in the way becomes the answer. */
export async function lookAt(path: string): Promise<PathFacts> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { kind: "folder" };
    if (!stats.isFile()) return none("unsupported", `${nameOfKind(stats)}, not a regular file`);
    await access(path, constants.R_OK);
    return { kind: "file" };
  } catch (error) {
    return explain(path, error as NodeJS.ErrnoException);
  }
}

/** Says in words why a path could not be used. */
export async function explain(path: string, error: NodeJS.ErrnoException): Promise<PathFacts> {
  switch (error.code) {
    case "ENOENT":
      if (await isLink(path)) return none("missing", "a link to a file that is not there");
      if (path.includes("\uFFFD")) return none("unreadable", "its name is not valid UTF-8");
      return none("missing", "no such file or folder");
    case "ENOTDIR":
      return none("missing", "a part of its path is a file, not a folder");
    case "EACCES":
    case "EPERM":
      return none("unreadable", "permission denied");
    case "ELOOP":
      return none("unreadable", "a link that leads back to itself");
    case "ENAMETOOLONG":
      return none("missing", "its name is longer than any file's can be");
    case "ERR_INVALID_ARG_VALUE":
      return none("missing", "its name holds a NUL character");
    default:
      return none("unreadable", error.message);
  }
}

function none(status: InputStatus, reason: string): PathFacts {
  return { kind: "none", status, reason };
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

function nameOfKind(stats: Stats): string {
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}
