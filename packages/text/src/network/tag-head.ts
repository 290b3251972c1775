/**
 * Heads: from an encoder's states to the tags of a sentence.
 *
 * @module
 */
import {
  Block,
  type CrfMask,
  type CrfScores,
  crfMarginalNll,
  crfNll,
  denseLayer,
  fromRows,
  maskScores,
  type Parameter,
  type Random,
  tokenMarginalNll,
  tokenNll,
  toRows,
  type Value,
  zeros,
} from "@mltl/core";
import { bioesMask, bioesTags } from "../scheme/tag-scheme.js";

/**
 * - `crf`: scores for each step from tag to tag are learned with the rest (Lample et al. 2016)
 * - `softmax`: each tag is learned on its own; what the scheme forbids is still never decoded
 */
export const HEADS = ["crf", "softmax"] as const;

/** What a head is built from. */
interface HeadParts {
  /** Of one among several: its blocks are `head/NAME` and `crf/NAME`, its list of tags `tag/NAME`. */
  readonly name?: string;
  readonly kind: (typeof HEADS)[number];
  readonly types: readonly string[];
  /** Numbers of a state. */
  readonly inputs: number;
  readonly random: Random;
}

/** Layers of a head, in blocks of its own. */
export interface TagLayers {
  /** `head`, and `crf` where there is one. */
  readonly blocks: readonly Block[];
  /** BIOES, in the order of the emissions. */
  readonly tags: readonly string[];
  /** From states `[time, batch, inputs]` to emissions `[time, batch, tags]`. */
  emissions(states: Value): Value;
  /** Mean over sentences of -log of the probability of `gold`, int32 `[time, batch]`. */
  nll(emissions: Value, gold: Value, lengths: Value): Value;
  /** The same of all taggings that fit `allowed`, int32 `[time, batch, tags]`, together. */
  marginalNll(emissions: Value, allowed: Value, lengths: Value): Value;
  /** What the best tagging is decoded with: the scores of steps, with what the scheme forbids. */
  scores(valuesOf: (parameter: Parameter) => Float32Array): CrfScores;
}

/** The list that names the tags of a head. */
export function tagList(name?: string): string {
  return within("tag", name);
}

/** Builds a head. */
export function tagHead({ name, kind, types, inputs, random }: HeadParts): TagLayers {
  const tags = bioesTags(types);
  const mask = bioesMask(tags);
  const block = new Block(within("head", name), random);
  const project = denseLayer(block, "emissions", inputs, tags.length, tagList(name));
  const tagging = kind === "crf" ? crfTagging(tags.length, mask, name, random) : tokenTagging(mask);
  return {
    tags,
    emissions: (states) => fromRows(project(toRows(states, inputs)), states, tags.length),
    ...tagging,
    blocks: [block, ...tagging.blocks],
  };
}

type Tagging = Pick<TagLayers, "blocks" | "nll" | "marginalNll" | "scores">;

const within = (block: string, name?: string) => (name === undefined ? block : `${block}/${name}`);

function crfTagging(
  tags: number,
  mask: CrfMask,
  name: string | undefined,
  random: Random,
): Tagging {
  const block = new Block(within("crf", name), random);
  const list = tagList(name);
  const start = block.weight("start", [tags], zeros, { axes: [list] });
  const transitions = block.weight("transitions", [tags, tags], zeros, { axes: [list, list] });
  const end = block.weight("end", [tags], zeros, { axes: [list] });
  const each = <T>(of: (parameter: Parameter) => T) => ({
    start: of(start),
    transitions: of(transitions),
    end: of(end),
  });
  const valuesIn = ({ context }: Value) => each((parameter) => context.parameter(parameter));
  return {
    blocks: [block],
    nll: (emissions, gold, lengths) =>
      crfNll(emissions, valuesIn(emissions), gold, lengths, { mask }),
    marginalNll: (emissions, allowed, lengths) =>
      crfMarginalNll(emissions, valuesIn(emissions), allowed, lengths, { mask }),
    scores: (valuesOf) => maskScores(each(valuesOf), mask),
  };
}

function tokenTagging(mask: CrfMask): Tagging {
  return { blocks: [], nll: tokenNll, marginalNll: tokenMarginalNll, scores: () => mask };
}
