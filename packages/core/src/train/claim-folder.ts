/**
 * A folder for what isn't finished, tied to what is being made.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "../errors.js";
import { writeFileAtomic } from "../io/atomic-file.js";

const CLAIM_FILE = "run.json";

/**
 * Makes the folder, or finds it made for the same `work`.
 *
 * @param work - everything that decides what comes out
 * @throws MltlError `E_BAD_PLAN` when it was made for other work
 */
export async function claimFolder(folder: string, work: unknown): Promise<void> {
  const hash = createHash("sha256").update(JSON.stringify(work)).digest("hex");
  const file = path.join(folder, CLAIM_FILE);
  const found = await readFile(file, "utf8").catch(() => undefined);
  if (found === undefined) {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify({ hash })}\n`);
    return;
  }
  if ((JSON.parse(found) as { hash: string }).hash === hash) return;
  throw new MltlError(
    "E_BAD_PLAN",
    `The unfinished run in ${folder} belongs to another plan or seed`,
    { hint: "Give --out another folder, or delete the unfinished run." },
  );
}

/** Whether something unfinished lies in the folder. */
export function isClaimed(folder: string): boolean {
  return existsSync(path.join(folder, CLAIM_FILE));
}
