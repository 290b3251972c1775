import { countRecord, createTally, type ImageRecord, type Tally } from "@mltl/vision";

/** Counts what `mltl vision classify` did, for its closing words and its exit code. */
export class ClassifySummary {
  readonly #started = performance.now();
  readonly #tally: Tally;
  readonly #tellsEmotions: boolean;
  readonly #before: ReadonlyMap<string, number>;
  #ignored = 0;

  /**
   * @param labels - the model's labels; none where no emotions are told
   * @param before - the files that an earlier run has done, by status
   */
  constructor(labels: readonly string[] | undefined, before: ReadonlyMap<string, number>) {
    this.#tally = createTally(labels ?? []);
    this.#tellsEmotions = labels !== undefined;
    this.#before = before;
  }

  /** Counts a file in a folder that is no image. */
  ignore(): void {
    this.#ignored++;
  }

  /** Counts one record. */
  add(record: ImageRecord): void {
    countRecord(this.#tally, record);
  }

  /**
   * Whether the exit code is to say that something failed: with `strict`, any file at all;
   * otherwise only if nothing could be read.
   */
  failed(strict: boolean): boolean {
    let read = 0;
    let all = 0;
    for (const [status, n] of [...this.#before, ...this.#tally.statuses]) {
      all += n;
      if (status === "ok" || status === "no-face") read += n;
    }
    return read === 0 || (strict && read < all);
  }

  /** Two or three lines for people. */
  text(): string {
    const { images, faces, statuses, emotions } = this.#tally;
    const told = this.#tellsEmotions ? [...emotions] : [];
    const found = told.filter(([, n]) => n > 0).sort(([, a], [, b]) => b - a);
    const done = [...this.#before.values()].reduce((sum, n) => sum + n, 0);
    const before = done > 0 ? `, ${number(done)} done before` : "";
    const ignored = this.#ignored > 0 ? `; ${number(this.#ignored)} other files ignored` : "";
    if (images === 0 && done === 0) return `mltl: no images found${ignored}\n`;
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = (images / Math.max(seconds, 1e-3)).toFixed(1);
    const lines = [
      `files: ${counts([...statuses]) || "none"}${before}${ignored}`,
      `faces: ${number(faces)}${found.length > 0 ? ` (${counts(found)})` : ""}`,
    ];
    if (images > 0) lines.push(`${rate} images/s`);
    return `${lines.join("\n")}\n`;
  }
}

function counts(found: readonly (readonly [string, number])[]): string {
  return found.map(([name, n]) => `${number(n)} ${name}`).join(", ");
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Files by status, of an earlier run's files with their statuses. */
export function countByStatus(done: ReadonlyMap<string, string> = new Map()): Map<string, number> {
  const counts = new Map<string, number>();
  for (const status of done.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
