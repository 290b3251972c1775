import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "mocha";

/** A folder for the tests of one `describe`, removed when they are over. */
export function scratchFolder(): { path: string; at: (...names: string[]) => string } {
  const folder = { path: "", at: (...names: string[]) => join(folder.path, ...names) };
  before(() => {
    folder.path = mkdtempSync(join(tmpdir(), "mltl-test-"));
  });
  after(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}
