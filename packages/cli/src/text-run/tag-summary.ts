import type { Rules, TaggedSentence } from "@mltl/text";

/** Counts what `mltl text tag` did, for its closing words. */
export class TagSummary {
  readonly #started = performance.now();
  readonly #inputs = new Map<string, number>();
  readonly #entities = new Map<string, number>();
  #path: string | undefined;
  #status = "ok";
  #sentences = 0;
  #tokens = 0;
  #byRules = 0;
  #skipped = 0;
  #ignored = 0;

  /** Counts an input that was done before, if it has a status; gives back whether it has. */
  skip(status: string | undefined): boolean {
    if (status === undefined) return false;
    increase(this.#inputs, status);
    this.#skipped++;
    return true;
  }

  /** Counts a file that isn't text by its name. */
  ignore(): void {
    this.#ignored++;
  }

  /** Counts a sentence, and its input with the last one of it. */
  add({ record, tokens, spans }: TaggedSentence): void {
    if (record.path !== this.#path) this.#closeInput();
    this.#path = record.path;
    if (record.status !== "ok") this.#status = record.status;
    if (tokens.length > 0) this.#sentences++;
    this.#tokens += tokens.length;
    for (const { type, source } of spans) {
      increase(this.#entities, type);
      if (source !== "model") this.#byRules++;
    }
  }

  /** Whether the exit code is to say that something failed: with `strict`, anything at all. */
  failed(strict: boolean): boolean {
    this.#closeInput();
    const ok = this.#inputs.get("ok") ?? 0;
    const all = [...this.#inputs.values()].reduce((sum, count) => sum + count, 0);
    return (strict && ok < all) || ok === 0;
  }

  /** Two or three lines for people. */
  text(rules?: Rules): string {
    this.#closeInput();
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = Math.round(this.#tokens / Math.max(seconds, 1e-3));
    const inputs = counts(this.#inputs) || "none";
    const skipped = this.#skipped > 0 ? ` (${number(this.#skipped)} done before)` : "";
    const ignored = this.#ignored > 0 ? `; ${counted(this.#ignored, "other file")} ignored` : "";
    const byRules = rules ? `${this.#ofRules(rules)}\n` : "";
    return (
      `inputs: ${inputs}${skipped}${ignored}\n` +
      `entities: ${counts(this.#entities) || "none"}\n` +
      byRules +
      `${counted(this.#sentences, "sentence")}, ${counted(this.#tokens, "token")}, ${number(rate)} tokens/s\n`
    );
  }

  #ofRules({ phrases, patterns, misaligned }: Rules): string {
    const held = `${counted(phrases, "phrase")} and ${counted(patterns, "pattern")}`;
    const left =
      misaligned > 0
        ? `; ${counted(misaligned, "hit")} of patterns left out, not on the borders of tokens`
        : "";
    return `rules: ${number(this.#byRules)} of these entities by ${held}${left}`;
  }

  #closeInput(): void {
    if (this.#path === undefined) return;
    increase(this.#inputs, this.#status);
    this.#path = undefined;
    this.#status = "ok";
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function counts(found: Map<string, number>): string {
  return [...found].map(([name, count]) => `${number(count)} ${name}`).join(", ");
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const number = (value: number) => value.toLocaleString("en");
