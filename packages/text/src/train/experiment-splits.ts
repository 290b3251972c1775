/**
 * What an experiment chooses and tests on, and what of it its levels learn from.
 *
 * @module
 */
import { type Level, taskSettings, type Variant } from "@mltl/core";
import { z } from "zod";
import { type LearnedText, learnedText, type SharedText } from "../data/shared-text.js";
import type { TaggedSentences } from "../data/tagged-set.js";
import { LANGUAGE_TASK } from "../language/language-model.js";
import { levelTextSettings, openLevelText } from "../language/level-text.js";
import {
  levelSentencesSettings,
  openLevelSentences,
  type SentenceSource,
} from "./level-sentences.js";

/** What levels say of their sentences, beside what they say of batches. */
const sentencesSchema = z.object(levelSentencesSettings);
const textSchema = z.object(levelTextSettings);

/** A split of a last level beside what one of the levels learns from. */
export interface ExperimentSplit extends SharedText {
  /** The experiment's name for its data, where it has several. */
  readonly data?: string;
  /** `dev`, or `test` and the set's name. */
  readonly split: string;
  /** The level that learns, and the sets that it learns from. */
  readonly level: string;
  readonly learned: readonly string[];
}

/** A level's text: the sets that it learns from, and of a level that tags, their parts. */
interface Opened {
  readonly sets: readonly string[];
  readonly train: TaggedSentences;
  readonly sources: readonly SentenceSource[];
}

/**
 * Compares dev and test of each last level with what every level before it, and it itself, learns
 * from with one seed. Documents are compared within the last level's own set.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA`, `E_BAD_PLAN`
 */
export async function experimentSplits(
  variants: readonly Pick<Variant, "data" | "resolved">[],
  place: { readonly dataRoot: string; readonly seed: number },
): Promise<ExperimentSplit[]> {
  const levels = new Map<string, Promise<Opened>>();
  const open = (level: Level) => {
    const key = keyOf(level);
    const opened = levels.get(key) ?? openText(level, place);
    levels.set(key, opened);
    return opened;
  };
  const texts = new Map<TaggedSentences, LearnedText>();
  const ready = (train: TaggedSentences) => {
    const text = texts.get(train) ?? learnedText(train);
    texts.set(train, text);
    return text;
  };
  const found = new Map<string, ExperimentSplit>();
  for (const { data, resolved } of variants) {
    const last = resolved.levels[resolved.levels.length - 1];
    const { sources } = await open(last);
    for (const level of resolved.levels) {
      const { sets, train } = await open(level);
      for (const source of sources) {
        const own = level === last ? source.train : train;
        const parts = { dev: source.dev, [`test ${source.data.name}`]: source.test };
        for (const [split, part] of Object.entries(parts)) {
          const key = JSON.stringify([data, split, source.data.name, keyOf(level)]);
          if (part.sentences.length === 0 || found.has(key)) continue;
          const named = { ...(data !== undefined && { data }), split, level: level.name };
          found.set(key, { ...named, learned: sets, ...ready(own).sharedWith(part) });
        }
      }
    }
  }
  return [...found.values()];
}

function keyOf({ task, data }: Level): string {
  return JSON.stringify([task, data]);
}

async function openText(
  level: Level,
  place: { readonly dataRoot: string; readonly seed: number },
): Promise<Opened> {
  if (level.task === LANGUAGE_TASK) {
    const { sources, train } = await openLevelText(taskSettings(textSchema, level), place);
    return { sets: sources.map(({ name }) => name), train: { sentences: train }, sources: [] };
  }
  const { sources } = await openLevelSentences(taskSettings(sentencesSchema, level), place);
  return {
    sets: sources.map(({ data }) => data.name),
    train: { sentences: sources.flatMap(({ train }) => train.sentences) },
    sources,
  };
}
