/**
 * brat standoff: a folder with a text and a file of annotations for each document.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { MltlError, writeFileAtomic } from "@mltl/core";
import type { TextDocument } from "../document/document.js";
import type { OffsetUnit } from "./annotation-form.js";
import type { Losses } from "./losses.js";
import { UniqueNames } from "./unique-names.js";
import { offsetWriter } from "./write-json.js";

/** Writes documents into a folder, one after the other. */
export class BratFolder {
  readonly #folder: string;
  readonly #losses: Losses;
  readonly #offsets: OffsetUnit | undefined;
  readonly #names = new UniqueNames();

  constructor(folder: string, losses: Losses, offsets?: OffsetUnit) {
    this.#folder = folder;
    this.#losses = losses;
    this.#offsets = offsets;
  }

  /** @throws MltlError `E_USAGE` where the files can't be written */
  async write(document: TextDocument): Promise<void> {
    const name = this.#names.take(fileName(document.id));
    try {
      await mkdir(this.#folder, { recursive: true });
      const at = path.join(this.#folder, name);
      await writeFileAtomic(`${at}.txt`, this.#losses.encodable(document.text));
      await writeFileAtomic(`${at}.ann`, this.#standoff(document));
    } catch (cause) {
      throw new MltlError("E_USAGE", `Cannot write ${this.#folder}: ${(cause as Error).message}`, {
        hint: "Name a folder that you may write to.",
        cause,
      });
    }
  }

  #standoff(document: TextDocument): string {
    const { text, entities } = document;
    const at = offsetWriter(text, "brat", this.#offsets);
    this.#losses.tokens(document);
    return entities
      .map(({ type, start, end, fragments = [{ start, end }] }, i) => {
        const places = fragments.map((piece) => `${at(piece.start)} ${at(piece.end)}`).join(";");
        const own = fragments.map((piece) => text.slice(piece.start, piece.end)).join(" ");
        const label = this.#losses.label(type, /\s/g);
        return `T${i + 1}\t${label} ${places}\t${this.#losses.encodable(own.replace(/[\r\n\t]/g, " "))}\n`;
      })
      .join("");
  }
}

/** What a file may be called everywhere: `train.conll#3` is `train.conll-3`. */
function fileName(id: string): string {
  const name = path.basename(id).replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return name.replace(/^[.-]+/, "").slice(0, 100) || "document";
}
