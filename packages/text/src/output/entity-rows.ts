import type { EntityRecord, TextStatus } from "../schema.js";
import type { TaggedSentence } from "../tag/tag.js";
import { shownText } from "./shown-text.js";

/** One line of a table of entities. */
export interface EntityRow {
  path: string;
  status: TextStatus;
  reason?: string;
  /** Absent where the row only says that the input has none, or what hindered it. */
  found?: { sentence: number; entity: EntityRecord; shown: string };
}

/** Turns records, in order, into rows: one an entity, and one for an input without any. */
export class EntityRows {
  #path: string | undefined;
  #none = false;

  /** The rows that a record adds. */
  add(tagged: TaggedSentence): EntityRow[] {
    const { path, sentence, status, reason, entities } = tagged.record;
    const rows: EntityRow[] = path === this.#path ? [] : this.end();
    if (path !== this.#path) {
      this.#path = path;
      this.#none = true;
    }
    const shown = entities.length > 0 ? shownText(tagged) : [];
    for (const { text, entity } of shown) {
      if (entity === undefined) continue;
      rows.push({ path, status, found: { sentence, entity: entities[entity], shown: text } });
    }
    if (status !== "ok") rows.push({ path, status, reason });
    if (entities.length > 0 || status !== "ok") this.#none = false;
    return rows;
  }

  /** The row that is still owed to the last input. */
  end(): EntityRow[] {
    const owed = this.#none && this.#path !== undefined;
    const rows: EntityRow[] = owed ? [{ path: this.#path as string, status: "ok" }] : [];
    this.#path = undefined;
    this.#none = false;
    return rows;
  }
}
