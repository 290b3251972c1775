/**
 * The run behind `mltl demo`: both jobs on inputs that come along, as tables and as one page.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createAtomicFile,
  createProgress,
  loadEngine,
  pageFoot,
  pageHead,
  type Sink,
  streamSink,
  terminalOf,
} from "@mltl/core";
import {
  createHtmlWriter,
  createTagWriter,
  loadModel as loadTagger,
  type SentenceRecord,
  tagWithTokens,
  textStyle,
} from "@mltl/text";
import {
  classify,
  countRecord,
  createImageWriter,
  createTally,
  faceWeightsFolder,
  type ImagePixels,
  type ImageRecord,
  loadModel as loadClassifier,
  photoSection,
  photoStyle,
  summarySection,
  thumbnail,
} from "@mltl/vision";
import { interruptSignal } from "../interrupt.js";
import type { ListFormat } from "../print-list.js";

const sampleText = fileURLToPath(new URL("../../../../data/samples/news.txt", import.meta.url));

/**
 * Classifies the photographs inside the face-api package, tags a text of our own, prints both and
 * writes `index.html`.
 *
 * @param folder - where the page goes
 * @param format - tables with words around them, or one JSON object
 */
export async function runDemo(folder: string, format: ListFormat): Promise<void> {
  const say = (words: string) => {
    if (format === "table") process.stdout.write(words);
  };
  await mkdir(folder, { recursive: true });
  await loadEngine({ onNotice: (line) => process.stderr.write(`mltl: ${line}\n`) });
  const file = join(folder, "index.html");
  const page = await createAtomicFile(file);
  try {
    const style = photoStyle + textStyle;
    await page.write(String(pageHead({ title: "What mltl sees", lead, style })));
    say("The emotions on six photographs\n\n");
    const images = await showPhotographs((markup) => page.write(markup), format);
    say(`\nThe names in ${shown(sampleText)}\n\n`);
    const sentences = await showText((markup) => page.write(markup), format);
    await page.write(String(pageFoot(footWords)));
    await page.commit();
    if (format === "json") {
      process.stdout.write(
        `${JSON.stringify({ images, sentences, report: file }, undefined, 2)}\n`,
      );
    }
  } catch (error) {
    await page.discard();
    throw error;
  }
  say(`\nThe same as a page to look at: ${file}

Your own photographs:  npx mltl vision classify <folder>
Your own text:         npx mltl text tag <file>
Everything else:       npx mltl --help
`);
}

const lead =
  "Six photographs and a page of made-up news, looked at by the models that come with mltl.";

const footWords =
  "Made by `mltl demo`. An emotion read from a face is what the face expresses in one moment, not " +
  "what the person feels. Models err, and are often too sure of themselves.";

type WriteMarkup = (markup: string) => Promise<void>;

async function showPhotographs(write: WriteMarkup, format: ListFormat): Promise<ImageRecord[]> {
  const folder = join(faceWeightsFolder(), "..", "demo");
  const paths = [1, 2, 3, 4, 5, 6].map((n) => shown(join(folder, `sample${n}.jpg`)));
  const model = await loadClassifier();
  const progress = createProgress({ label: "looking", unit: "photographs", total: paths.length });
  const { labels } = model;
  const terminal = terminalOf(process.stdout);
  const sink = streamSink(process.stdout);
  const table = format === "table" ? createImageWriter("table", sink, { labels, terminal }) : null;
  const records: ImageRecord[] = [];
  const tally = createTally(labels);
  const onImage = async (record: ImageRecord, { picture }: ImagePixels) => {
    await write(String(photoSection({ record, thumbnail: await thumbnail(picture) })));
  };
  try {
    for await (const record of classify(paths, { model, onImage, signal: interruptSignal() })) {
      countRecord(tally, record);
      records.push(record);
      await table?.write({ record });
      progress.tick();
    }
  } finally {
    progress.stop();
    model.dispose();
  }
  await table?.close();
  await write(String(summarySection(tally)));
  return records;
}

async function showText(write: WriteMarkup, format: ListFormat): Promise<SentenceRecord[]> {
  const model = await loadTagger();
  const { types } = model;
  const terminal = terminalOf(process.stdout);
  const sink = streamSink(process.stdout);
  const table = format === "table" ? createTagWriter("table", sink, { types, terminal }) : null;
  const records: SentenceRecord[] = [];
  const marked = createHtmlWriter(sinkOf(write), types, false);
  const options = { model, signal: interruptSignal() };
  try {
    for await (const sentence of tagWithTokens([{ path: shown(sampleText) }], options)) {
      records.push(sentence.record);
      await table?.write(sentence);
      await marked.write(sentence);
    }
  } finally {
    model.dispose();
  }
  await table?.close();
  await marked.close();
  return records;
}

function sinkOf(write: WriteMarkup): Sink {
  return { write, readerGone: false, close: async () => {}, discard: async () => {} };
}

/** A path as one would type it here. */
function shown(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith("..") ? path : way;
}
