import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "mocha";

const made: string[] = [];

after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new, empty folder, removed when all tests are over. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mltl-test-"));
  made.push(folder);
  return folder;
}
