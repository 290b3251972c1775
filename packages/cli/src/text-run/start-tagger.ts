import { loadEngine } from "@mltl/core";
import { TAGGER_THREADS } from "@mltl/text";

/** Starts the engine as taggers like it; what is to be said of it goes to standard error. */
export async function startTagger(): Promise<void> {
  await loadEngine({
    threads: TAGGER_THREADS,
    onNotice: (line) => process.stderr.write(`mltl: ${line}\n`),
  });
}
