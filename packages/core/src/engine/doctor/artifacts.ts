/**
 * Whether a model's files are whole.
 *
 * @module
 */
import { verifyArtifact } from "../../artifact/verify.js";
import type { Check, Examination } from "./check.js";

/**
 * Compares every file of an artifact with its SHA-256.
 *
 * @param name - as shown, e.g. `model emotion`
 */
export function artifactExamination(name: string, folder: string): Examination {
  return {
    name,
    async examine() {
      const advice = `Restore ${folder} (git checkout, or install the package again).`;
      const files = await verifyArtifact(folder).catch((error: Error) => error);
      if (files instanceof Error)
        return [{ name, status: "failed", detail: files.message, advice }];
      const wrong = files.filter(({ status }) => status !== "ok");
      if (wrong.length === 0) {
        return [{ name, status: "ok", detail: `${files.length} files match their SHA-256` }];
      }
      return wrong.map(({ file, status, expected, actual }): Check => {
        const found = actual ? `SHA-256 ${actual} where ${expected} is right` : status;
        return { name, status: "failed", detail: `${file}: ${found}`, advice };
      });
    },
  };
}
