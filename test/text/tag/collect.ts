import { type SentenceRecord, type TagOptions, type TextInput, tag } from "@mltl/text";
import { capitalsModel } from "./capitals-model.js";

/** All records of some inputs, by the tagger of capitals. */
export async function collect(
  inputs: TextInput[],
  options: TagOptions = {},
): Promise<SentenceRecord[]> {
  const records: SentenceRecord[] = [];
  for await (const record of tag(inputs, { model: capitalsModel(), ...options })) {
    records.push(record);
  }
  return records;
}

/** The texts of all entities. */
export function entityTexts(records: readonly SentenceRecord[]): string[] {
  return records.flatMap(({ entities }) => entities.map(({ text }) => text));
}
