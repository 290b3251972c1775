/**
 * From records to the output, with progress: what every command with results does.
 *
 * @module
 */
import type { Progress, RecordWriter } from "@mltl/core";

/**
 * Writes every record and ends the progress; after an error the output is given up.
 *
 * @param onWritten - told of each record once it is written; what it gives is noted for people
 * @returns false if the reader of the output went away before the end
 */
export async function writeRecords<T>(
  records: AsyncIterable<T>,
  writer: RecordWriter<T>,
  progress: Progress,
  onWritten: (record: T) => string | undefined,
): Promise<boolean> {
  try {
    for await (const record of records) {
      if (process.stdout.isTTY) progress.clear();
      await writer.write(record);
      if (writer.readerGone) break;
      const note = onWritten(record);
      if (note !== undefined) progress.note(note);
      progress.tick();
    }
    progress.stop();
    await writer.close();
    return !writer.readerGone;
  } catch (error) {
    progress.stop();
    await writer.discard();
    throw error;
  }
}
